//! Why there is no page, told to the person: what happened, what was kept, what to do next. It becomes a page further out, where the frame
//! of the page is known.

use acts::ActError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why a request was not answered with its page.
#[derive(Debug)]
pub enum Problem {
    /// There is nothing here.
    NotFound,
    /// Not for this person; the reason.
    Forbidden(String),
    /// Nobody is signed in, or the session ended.
    SignedOut,
    /// Their role asks for an authenticator app first.
    MustEnrol,
    /// Their password is known to whoever gave it.
    MustChoose,
    /// The form does not come from a page of this browser, or from one before the last sign-in.
    ForeignForm,
    /// Something else is so by now; the reason.
    Conflict(String),
    /// What was sent cannot be used; the reason.
    Invalid(String),
    /// More than 1 MB.
    TooLarge,
    /// Not a form.
    NotAForm,
    /// The database does not answer.
    Unavailable,
    /// A fault of the program.
    Internal,
}

/// What an error page says.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Trouble {
    pub(crate) status: u16,
    pub(crate) title: &'static str,
    pub(crate) what: String,
    pub(crate) kept: &'static str,
    pub(crate) next: &'static str,
}

const NOTHING: &str = "何も登録していません。";

impl Problem {
    fn told(self) -> (StatusCode, &'static str, String, &'static str, &'static str) {
        match self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "ページが見つかりません",
                "このアドレスのページはありません。".into(),
                "",
                "ホームか一覧から開き直してください。",
            ),
            Self::Forbidden(why) => {
                (StatusCode::FORBIDDEN, "この画面は使えません", why, NOTHING, "必要なときは、担当の職員に引き継いでください。")
            }
            Self::MustEnrol => (
                StatusCode::FORBIDDEN,
                "先に認証アプリを登録してください",
                "あなたの役割には認証アプリが要ります。".into(),
                NOTHING,
                "「認証アプリ」の画面で登録してから、開き直してください。",
            ),
            Self::MustChoose => (
                StatusCode::FORBIDDEN,
                "先に合言葉を決めてください",
                "いまの合言葉は、管理の担当者が出した初めの合言葉です。".into(),
                NOTHING,
                "「合言葉」の画面で自分の合言葉を決めてから、開き直してください。",
            ),
            Self::SignedOut => (
                StatusCode::UNAUTHORIZED,
                "サインインが必要です",
                "サインインしていないか、しばらく操作がなかったためサインアウトしました。".into(),
                "いま送った内容は登録していません。保存した下書きは残っています。",
                "サインインしてから、もう一度操作してください。",
            ),
            Self::ForeignForm => (
                StatusCode::FORBIDDEN,
                "送信を受け付けられません",
                "この画面は、いまのサインインより前に開いたものか、ほかのサイトから送られたものです。".into(),
                NOTHING,
                "ブラウザーで前の画面に戻り、読み込み直してから操作してください。",
            ),
            Self::Conflict(why) => {
                (StatusCode::CONFLICT, "登録できませんでした", why, "", "画面を開き直して、いまの内容を確かめてください。")
            }
            Self::Invalid(why) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "入力を確かめてください",
                why,
                NOTHING,
                "前の画面に戻って直してください。入力した内容は残っています。",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "送信した内容が大きすぎます",
                "一度に送れるのは1MBまでです。".into(),
                NOTHING,
                "内容を分けるか短くして、もう一度送ってください。",
            ),
            Self::NotAForm => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "この形式は受け付けられません",
                "画面の入力欄から送られた形式ではありません。".into(),
                NOTHING,
                "画面から操作してください。",
            ),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "いま利用できません",
                "データベースに接続できません。".into(),
                "登録済みの内容は失われていません。",
                "少し待ってから、もう一度操作してください。続くときは運用担当に連絡してください。",
            ),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "処理中に誤りが起きました",
                "プログラムの誤りで処理を終えられませんでした。".into(),
                "途中までの登録はありません。",
                "もう一度操作しても同じときは、下の番号を添えて運用担当に連絡してください。",
            ),
        }
    }

    pub(crate) fn trouble(self) -> Trouble {
        let (status, title, what, kept, next) = self.told();
        Trouble { status: status.as_u16(), title, what, kept, next }
    }
}

impl Trouble {
    /// What to say of an answer that came without words, from the framework.
    pub(crate) fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Problem::NotFound.trouble(),
            StatusCode::FORBIDDEN => Problem::ForeignForm.trouble(),
            StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge.trouble(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::NotAForm.trouble(),
            StatusCode::METHOD_NOT_ALLOWED => Self {
                status: status.as_u16(),
                title: "この操作はできません",
                what: "このアドレスは、この方法では開けません。".into(),
                kept: NOTHING,
                next: "ホームか一覧から開き直してください。",
            },
            StatusCode::GATEWAY_TIMEOUT => Self {
                status: status.as_u16(),
                title: "時間内に終わりませんでした",
                what: "処理に時間がかかりすぎたため、待つのをやめました。".into(),
                kept: "登録は終わっていることがあります。",
                next: "一覧で結果を確かめてください。登録されていなければ、同じ画面からもう一度送れます（二重に登録されることはありません）。",
            },
            status if status.is_client_error() => Self {
                status: status.as_u16(),
                title: "受け付けられません",
                what: "送られた内容を読み取れませんでした。".into(),
                kept: NOTHING,
                next: "画面から操作し直してください。",
            },
            _ => Problem::Internal.trouble(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let trouble = self.trouble();
        let status = StatusCode::from_u16(trouble.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(trouble);
        response
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Self {
        match error {
            ActError::NotFound => Self::NotFound,
            ActError::Unavailable => Self::Unavailable,
            ActError::Internal => Self::Internal,
            ActError::Unprintable(_) | ActError::TooLong(_) | ActError::Scan(_) => Self::Invalid(error.to_string()),
            ActError::Refused(_) | ActError::Stale { .. } | ActError::AlreadyTaken(_) | ActError::Erased => {
                Self::Conflict(error.to_string())
            }
        }
    }
}

macro_rules! unavailable {
    ($($error:ty => $message:literal),+ $(,)?) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                tracing::warn!(error_kind = $message, "a page could not be made");
                drop(error);
                Self::Unavailable
            }
        }
    )+};
}

unavailable! {
    store::ReadError => "store",
    projections::ReadError => "read model",
    sqlx::Error => "database",
    store::KeyError => "keys",
    identity::IdentityError => "identity",
}

impl From<identity::DraftError> for Problem {
    fn from(error: identity::DraftError) -> Self {
        match error {
            identity::DraftError::Failed(error) => error.into(),
            other => Self::Conflict(other.to_string()),
        }
    }
}

impl From<minijinja::Error> for Problem {
    fn from(error: minijinja::Error) -> Self {
        // The description of a template error may quote values; its kind and place do not.
        tracing::error!(error_kind = ?error.kind(), path_kind = error.name().unwrap_or("template"), line = error.line().unwrap_or(0), "a template failed");
        Self::Internal
    }
}
