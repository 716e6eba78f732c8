package io.lapwing.service.http;

/// Answers requests of one route. It may block: each request has a virtual thread of its own.
///
/// A [io.lapwing.crypto.Fault] it throws becomes a problem (RFC 9457) with the status of its kind; anything else it
/// throws becomes a 500 that tells an identifier and nothing more.
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
