"""Writes old_ledger.xls and old_ledger.xlsx: the same fictional old ledger with its usual sins, in the format of before 2007 and in today's.

    pip install xlwt openpyxl && python3 old_ledger.py

Nobody in it exists. What must become of its rows is counted in `the_sins_of_an_old_workbook_end_as_in_a_new_one`.
"""
from datetime import date, datetime

import openpyxl
import xlwt

HEADINGS = ["受給者\n番号", "ﾌﾘｶﾞﾅ", "氏　名", "生年月日", "性別", "〒", "住　所", "保護者", "保護者ﾌﾘｶﾞﾅ", "続柄", "電話", "保険", "保険者番号",
            "記号", "被保険者番号", "病名", "階層", "重症区分", "限度額", "有効期間（自）", "有効期間（至）", "決定日", "交付日", "備考"]


def check_digit(serial):
    """The number of a recipient with its check digit: six digits, weights 2 and 1 from the right, sums of digits, 10 less the last."""
    digits = f"{serial:06d}"
    total = sum(sum(divmod(int(d) * (2 if n % 2 == 0 else 1), 10)) for n, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def row(serial, **other):
    cells = [check_digit(serial), "ﾐﾎﾝ ﾊﾅｺ", "見本　花子", "平成27年5月3日", "女", "840-0000", "佐賀県佐賀市見本町１－２", "見本　一郎", "ﾐﾎﾝ ｲﾁﾛｳ", "父",
             "0952-00-0000", "協会けんぽ", "01410016", "見本", str(serial), "前駆B細胞急性リンパ性白血病", "Ⅳ", "一般", "５０００", "R7.10.1", "令和8年9月30日",
             "R7.10.1", "R7.10.1", None]
    for place, value in other.items():
        cells[int(place[1:])] = value
    return cells


class Formula(str):
    pass


MERGED = object()
GENERAL = [
    row(2001),
    row(2002, c3="H27.6.1", c19="令和7年10月1日"),
    row(2003, c3=42130),
    row(2004, c3=date(2015, 6, 9)),
    row(2005, c0=f"{check_digit(2005)}\n{check_digit(2006)}", c1="ﾐﾎﾝ ﾊﾅｺ\nﾐﾎﾝ ﾀﾛｳ", c2="見本　花子\n見本　太郎", c3="H27.7.1\nH29.8.2"),
    row(2007, c2="髙﨑　花子", c1="ﾀｶｻｷ ﾊﾅｺ"),
    row(2008, c3="H28.1.2", c23="R8.3転出予定"),
    row(2009, c3="H28.2.3", c18=1230),
    row(2010, c3="H28.3.4"),
    row(2011, c3="H30.3.4", c6=MERGED),
    row(2012, c2="見本　花子\n見本　太郎", c3="H28.4.5"),
    row(2013, c3="H28.5.6", c18=Formula("5000/1")),
    row(2014, c3="H31.5.1"),
    row(2015, c0=None, c3="H28.6.7"),
    row(2001, c2="例題　次郎", c1="ﾚｲﾀﾞｲ ｼﾞﾛｳ", c3="H26.6.7"),
]
TITLE = "小児慢性特定疾病医療受給者台帳（見本）"
FIRST = 3


def sheet():
    """Rows by number, with what is merged downwards."""
    rows = {0: [TITLE], 2: HEADINGS}
    merged = []
    for n, cells in enumerate(GENERAL):
        at, cells = FIRST + n, list(cells)
        for column, cell in enumerate(cells):
            if cell is MERGED:
                merged.append((at - 1, at, column))
                cells[column] = None
        rows[at] = cells
    end = FIRST + len(GENERAL)
    rows[end] = [None, None, "小計"] + [None] * 15 + [15]
    rows[end + 2] = HEADINGS
    rows[end + 4] = ["合計", None, 15]
    return rows, merged


def old(path):
    book = xlwt.Workbook(encoding="utf-8")
    book.add_sheet("表紙").write(0, 0, "この台帳の人はすべて架空の人です。")
    ws = book.add_sheet("R7台帳")
    rows, merged = sheet()
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    under = {(top, column) for top, _, column in merged}
    for at, cells in rows.items():
        for column, cell in enumerate(cells):
            if cell is None or (at, column) in under:
                continue
            if isinstance(cell, Formula):
                ws.write(at, column, xlwt.Formula(cell))
            elif isinstance(cell, date):
                ws.write(at, column, datetime(cell.year, cell.month, cell.day), day)
            else:
                ws.write(at, column, cell)
    for top, bottom, column in merged:
        ws.write_merge(top, bottom, column, column, rows[top][column])
    book.save(path)


def new(path):
    book = openpyxl.Workbook()
    book.active.title = "表紙"
    book.active["A1"] = "この台帳の人はすべて架空の人です。"
    ws = book.create_sheet("R7台帳")
    rows, merged = sheet()
    for at, cells in rows.items():
        for column, cell in enumerate(cells):
            if cell is not None:
                made = ws.cell(at + 1, column + 1, f"={cell}" if isinstance(cell, Formula) else cell)
                if isinstance(cell, date):
                    made.number_format = "yyyy/m/d"
    for top, bottom, column in merged:
        ws.merge_cells(start_row=top + 1, end_row=bottom + 1, start_column=column + 1, end_column=column + 1)
    book.save(path)


if __name__ == "__main__":
    old("old_ledger.xls")
    new("old_ledger.xlsx")
