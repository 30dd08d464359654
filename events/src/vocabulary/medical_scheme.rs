//! 医療費助成の制度: the two schemes whose recipients share one cap within a household (世帯内按分). Others take no part.

use serde::{Deserialize, Serialize};

/// The scheme under which somebody is entitled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum MedicalScheme {
    /// 小児慢性特定疾病.
    ChildChronic,
    /// 指定難病.
    Intractable,
}

code_list!(MedicalScheme, MedicalSchemeError, "制度は child_chronic、intractable のいずれかで入力してください。", {
    ChildChronic => "child_chronic", "小児慢性特定疾病";
    Intractable => "intractable", "指定難病";
});
