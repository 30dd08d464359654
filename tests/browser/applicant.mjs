// What is typed for the story, in the spellings that people use.

export const PEOPLE = {
  scripts: { child: '仮名 蓮太郎', kana: 'かめい れんたろう', katakana: 'カメイ レンタロウ', birth: '平成30年5月5日', born: 'H30.5.5' },
  plain: { child: '仮名 詩穂里', kana: 'ｶﾒｲ ｼﾎﾘ', katakana: 'カメイ シホリ', birth: 'Ｈ２９．１１．３', born: '平成29年11月3日' },
};

export function sections(person) {
  return {
    applicant: {
      application_date: 'Ｒ８．１１．９',
      applicant_name: '仮名 一郎',
      applicant_kana: 'ｶﾒｲ ｲﾁﾛｳ',
      applicant_relation: 'father',
      applicant_postal_code: '8400041',
      applicant_address: '佐賀市城内1丁目1番59号',
      applicant_phone: '０９５２－００－１２３４',
    },
    child: {
      child_name: person.child,
      child_kana: person.kana,
      child_birth_date: person.birth,
      child_postal_code: '840-0041',
      child_address: '佐賀市城内1丁目1番59号',
      child_municipality: '412015',
    },
    insurance: {
      insurance_kind: 'employee',
      insured_is_child: 'no',
      insured_name: '仮名 一郎',
      insurer_name: '見本健康保険組合',
      insurance_symbol: '見本12',
      insurance_number: '345',
    },
    household: {
      public_assistance: 'no',
      member1_name: '仮名 一郎',
      member1_relation: 'father',
      member1_insured: true,
      member1_same_insurance: true,
      member1_taxed: 'yes',
      member1_levy: '６８，４００円',
    },
    opinions: {
      opinion1_disease: '前駆',
      opinion1_diagnosis_date: '5081020',
      opinion1_written_on: '20261025',
      opinion1_physician: '架空 医師',
      opinion1_institution: '見本病院',
      opinion1_severity: 'general',
    },
    wishes: { main_institution: '見本病院', research_consent: 'yes', note: '連絡は午前中に。' },
  };
}

// 申請 令和8年11月9日, 診断 令和8年10月20日, 所得割 68,400円, 一般.
export const CONCLUDED = ['令和8年10月20日', '令和9年9月30日', '令和8年度', '5,000円'];
