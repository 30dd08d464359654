//! Answering over HTTPS. Handshakes are made beside each other, so that one that hangs holds up nobody.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

use crate::exit::{Exit, stop};

/// Longest handshake.
const PATIENCE: Duration = Duration::from_secs(10);
/// Handshakes at a time.
const AT_ONCE: usize = 32;

/// A listener whose connections have shown our certificate.
pub(super) struct Tls {
    arrivals: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl Tls {
    /// Reads certificate and key, and begins to accept.
    pub(super) fn over(listener: TcpListener, certificate: &Path, key: &Path) -> anyhow::Result<Self> {
        let acceptor = TlsAcceptor::from(Arc::new(config(certificate, key)?));
        let address = listener.local_addr()?;
        let (arrived, arrivals) = mpsc::channel(AT_ONCE);
        tokio::spawn(accept(listener, acceptor, arrived));
        Ok(Self { arrivals, address })
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.arrivals.recv().await {
            Some(arrived) => arrived,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

async fn accept(mut listener: TcpListener, acceptor: TlsAcceptor, arrived: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>) {
    let handshakes = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let (stream, peer) = tokio::select! {
            () = arrived.closed() => return,
            accepted = Listener::accept(&mut listener) => accepted,
        };
        let Ok(permit) = Arc::clone(&handshakes).acquire_owned().await else { return };
        let (acceptor, arrived) = (acceptor.clone(), arrived.clone());
        tokio::spawn(async move {
            // Whoever does not finish, or does not believe us, has said so to itself.
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                let _gone = arrived.send((stream, peer)).await;
            }
            drop(permit);
        });
    }
}

fn config(certificate: &Path, key: &Path) -> anyhow::Result<ServerConfig> {
    let wrong = |path: &Path, why: &dyn std::fmt::Display| stop(Exit::Usage, format!("{} を使えません({why})。", path.display()));
    let pem = fs::read(certificate).map_err(|error| wrong(certificate, &error))?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let chain = chain.map_err(|error| wrong(certificate, &error))?;
    let pem = fs::read(key).map_err(|error| wrong(key, &error))?;
    let secret = PrivateKeyDer::from_pem_slice(&pem).map_err(|error| wrong(key, &error))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|error| wrong(certificate, &error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_named() {
        let temp = tempfile::tempdir().unwrap();
        let (certificate, key) = (temp.path().join("c.pem"), temp.path().join("k.pem"));
        let said = |refused: anyhow::Result<ServerConfig>| refused.unwrap_err().to_string();
        assert!(said(config(&certificate, &key)).contains("c.pem"), "there is no file");
        fs::write(&certificate, "").unwrap();
        assert!(said(config(&certificate, &key)).contains("k.pem"));
        fs::write(&key, "x").unwrap();
        assert!(said(config(&certificate, &key)).contains("k.pem"), "there is no key in the file");
    }
}
