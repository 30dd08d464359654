//! The guard of a route: who asks, may they, is the form ours; and afterwards: was the view told to the access log. A handler is reached
//! only through it.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use identity::{Permission, SessionToken, allows};

use super::Visit;
use crate::clock::day_in_japan;
use crate::config::Config;
use crate::cx::{Cx, Inner, Staff};
use crate::forms::{Posted, TOKEN};
use crate::problem::Problem;
use crate::route::{Access, Route, Verb};
use crate::screens::{own_password, second_factor};
use crate::state::AppState;
use crate::telling::Told;

/// What the guard is told: the program and the row.
pub(crate) type Watch = (AppState, Route);

pub(crate) async fn guard(State((state, route)): State<Watch>, request: Request, next: Next) -> Response {
    let Some(visit) = request.extensions().get::<Visit>().cloned() else { return Problem::Internal.into_response() };
    let asked = Asked {
        token: sent_token(state.config(), request.headers()),
        local: is_local(&request),
        query: request.uri().query().unwrap_or_default().to_owned(),
    };
    let (cx, refusal) = match meet(&state, route, visit, asked).await {
        Ok(met) => met,
        Err(problem) => return problem.into_response(),
    };
    let mut response = match refusal {
        Some(Problem::SignedOut) if route.verb == Verb::Get => cx.redirect(&format!("/sign-in?next={}", request.uri().path())),
        Some(Problem::MustEnrol) => cx.redirect("/second-factor"),
        Some(Problem::MustChoose) => cx.redirect("/password"),
        Some(problem) => problem.into_response(),
        None => admit(&cx, request, next).await,
    };
    if route.access == Access::Visitor
        && let Some(cookie) = cx.token().and_then(|token| cookie(state.config(), token))
    {
        response.headers_mut().entry(header::SET_COOKIE).or_insert(cookie);
    }
    if route.personal && response.status() == StatusCode::OK && !cx.inner.viewed.load(Ordering::Acquire) {
        tracing::error!("a page that shows persons did not tell the access log; it is not shown");
        response = Problem::Internal.into_response();
    }
    response.extensions_mut().insert(cx);
    response
}

/// What a request says about who asks.
struct Asked {
    token: Option<SessionToken>,
    local: bool,
    query: String,
}

/// Finds out who asks, and whether they may.
async fn meet(state: &AppState, route: Route, visit: Visit, asked: Asked) -> Result<(Cx, Option<Problem>), Problem> {
    let Asked { mut token, local, query } = asked;
    let mut staff = None;
    let mut refusal = None;
    match route.access {
        Access::Public => {}
        Access::Visitor => {
            if token.is_none() {
                token = Some(state.parts().sessions.anonymous()?);
            }
        }
        Access::LocalOr(_) if local => {}
        Access::Needs(permission) | Access::LocalOr(permission) => {
            staff = signed_in(state, token.as_ref(), &visit).await?;
            refusal = match &staff {
                None => Some(Problem::SignedOut),
                Some(staff) if !allows(staff.role, permission) => Some(forbidden(permission)),
                Some(staff) if staff.must_choose && !own_password::OPEN.contains(&route.name) => Some(Problem::MustChoose),
                Some(staff)
                    if staff.must_enrol
                        && !own_password::OPEN.contains(&route.name)
                        && !second_factor::OPEN.contains(&route.name) =>
                {
                    Some(Problem::MustEnrol)
                }
                Some(_) => None,
            };
        }
    }
    let (now, request_id) = (visit.now, visit.request_id);
    let inner = Inner {
        visit,
        route,
        staff,
        token,
        told: Told::read(&query),
        query,
        viewed: AtomicBool::new(false),
        shield: Mutex::default(),
    };
    Ok((Cx { state: state.clone(), now, today: day_in_japan(now), request_id, inner: Arc::new(inner) }, refusal))
}

async fn signed_in(state: &AppState, token: Option<&SessionToken>, visit: &Visit) -> Result<Option<Staff>, Problem> {
    let Some(token) = token else { return Ok(None) };
    let parts = state.parts();
    let Some(session) = parts.sessions.find(token, visit.now).await? else { return Ok(None) };
    let (account, masters) = tokio::try_join!(parts.acts.account(session.staff), parts.acts.masters())?;
    if !account.may_sign_in() {
        parts.sessions.end(session.id, visit.now).await?;
        return Ok(None);
    }
    let asked = format!("second_factor.{}", account.role.code());
    let asked = masters.program.at(&asked, day_in_japan(visit.now)).is_some_and(|row| row.value.value == 1);
    let must_enrol = asked && !account.second_factor;
    let office_name = masters
        .offices
        .at(&account.office.to_string(), day_in_japan(visit.now))
        .map_or_else(|| account.office.to_string(), |office| office.value.name.clone());
    Ok(Some(Staff {
        actor: account.actor()?,
        name: account.name.open().map(ToString::to_string).unwrap_or_default(),
        role: account.role,
        office: account.office,
        office_name,
        session: session.id,
        must_enrol,
        must_choose: account.initial_password,
    }))
}

async fn admit(cx: &Cx, mut request: Request, next: Next) -> Response {
    if cx.route().verb == Verb::Post {
        let (parts, body) = request.into_parts();
        let posted = match read_form(cx, &parts.headers, body).await {
            Ok(posted) => posted,
            Err(problem) => return problem.into_response(),
        };
        request = Request::from_parts(parts, Body::empty());
        request.extensions_mut().insert(posted);
    }
    request.extensions_mut().insert(cx.clone());
    next.run(request).await
}

/// Fields and files.
type Parts = (Vec<(String, String)>, Vec<(String, Bytes)>);

/// A form that carries the token of this browser's session.
async fn read_form(cx: &Cx, headers: &HeaderMap, body: Body) -> Result<Posted, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let parts = match kind.split(';').next().map(str::trim) {
        Some("application/x-www-form-urlencoded") => false,
        Some("multipart/form-data") if cx.route().file => true,
        _ => return Err(Problem::NotAForm),
    };
    let bytes = to_bytes(body, cx.route().largest).await.map_err(|_| Problem::TooLarge)?;
    let (pairs, files) = if parts { self::parts(kind, bytes).await? } else { (pairs(&bytes)?, Vec::new()) };
    let given = pairs.iter().find(|(name, _)| name == TOKEN).map_or("", |(_, value)| value);
    match cx.token() {
        Some(token) if token.is_form_token(given) => Ok(Posted::with_files(pairs, files)),
        _ => Err(Problem::ForeignForm),
    }
}

/// A form in parts, of which some are files.
async fn parts(kind: &str, bytes: Bytes) -> Result<Parts, Problem> {
    let readable = |_| Problem::Invalid("送られた内容を読み取れませんでした。".into());
    let boundary = multer::parse_boundary(kind).map_err(readable)?;
    let body = futures::stream::once(async { Ok::<_, std::convert::Infallible>(bytes) });
    let mut parts = multer::Multipart::new(body, boundary);
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(readable)? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some() {
            files.push((name, part.bytes().await.map_err(readable)?));
        } else {
            let text = String::from_utf8(part.bytes().await.map_err(readable)?.to_vec());
            pairs.push((name, text.map_err(|_| Problem::Invalid("送られた文字を読み取れませんでした。".into()))?));
        }
    }
    Ok((pairs, files))
}

fn pairs(bytes: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let readable = || Problem::Invalid("送られた文字を読み取れませんでした。".into());
    let text = std::str::from_utf8(bytes).map_err(|_| readable())?;
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name).ok_or_else(readable)?, decoded(value).ok_or_else(readable)?))
        })
        .collect()
}

/// Percent-decoding of forms, strict: what is no UTF-8 is refused rather than replaced.
pub(crate) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn forbidden(permission: Permission) -> Problem {
    let who: Vec<&str> = identity::roles_with(permission).iter().map(|role| role.label()).collect();
    Problem::Forbidden(format!("「{}」は {} の担当者の操作です。", permission.label(), who.join("・")))
}

/// From this machine itself, and not handed on by a proxy on it.
fn is_local(request: &Request) -> bool {
    let handed_on = request.headers().keys().any(|name| name.as_str().starts_with("x-forwarded") || name == header::FORWARDED);
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    !handed_on && peer.is_some_and(|ip| ip.is_loopback())
}

fn sent_token(config: &Config, headers: &HeaderMap) -> Option<SessionToken> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == config.cookie()).find_map(|(_, value)| SessionToken::parse(value))
}

/// The cookie that carries a token, until the browser is closed.
pub(crate) fn cookie(config: &Config, token: &SessionToken) -> Option<HeaderValue> {
    let secure = if config.plain_http { "" } else { "; Secure" };
    HeaderValue::from_str(&format!("{}={}; Path=/; HttpOnly; SameSite=Strict{secure}", config.cookie(), token.to_cookie())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_decoded_strictly() {
        assert_eq!(decoded("%E8%A6%8B%E6%9C%AC+%E8%8A%B1%E5%AD%90").as_deref(), Some("見本 花子"));
        for wrong in ["%", "%4", "%zz", "%ff", "%e8%a6"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
        assert_eq!(pairs(b"a=1&a=%3D&&b").map(|pairs| pairs.len()).ok(), Some(3));
    }
}
