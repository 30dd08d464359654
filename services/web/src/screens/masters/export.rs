//! `GET /masters/{table}/rows.csv`: the rows that count, in the form in which they are taken in again. Nothing personal.

use axum::extract::Path;
use axum::response::Response;
use events::master::RowAdopted;

use crate::cx::Cx;
use crate::file_answer;
use crate::problem::Problem;

/// Takes them out.
pub(crate) async fn show(cx: Cx, Path(table): Path<String>) -> Result<Response, Problem> {
    let known = cx.masters().await?.rows_of(&table).ok_or(Problem::NotFound)?;
    let rows: Vec<RowAdopted> = known.into_iter().filter(|known| known.counts).map(|known| known.row).collect();
    let text = schema::masters::write_table(&table, &rows).ok_or(Problem::NotFound)?.map_err(|_| Problem::Internal)?;
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(text);
    file_answer::download(bytes, "text/csv; charset=utf-8", &format!("master-{table}.csv"))
}
