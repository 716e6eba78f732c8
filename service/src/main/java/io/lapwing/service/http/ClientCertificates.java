package io.lapwing.service.http;

/// Whether a server asks its clients for certificates.
public enum ClientCertificates {
    /// No connection without one that the server trusts.
    REQUIRED,
    /// Asked for; without one only [Access.Open] routes answer. A certificate that is not trusted ends the connection.
    OPTIONAL
}
