package io.lapwing.service.http;

import io.lapwing.crypto.Fault;
import java.time.Duration;

/// The bounds of a server.
///
/// @param connections open at a time; more wait in the system's queue
/// @param connectionsPerAddress of these from one IPv4 address or one /64 of IPv6; more are closed at once
/// @param requests handled at a time; more are answered 503 with `Retry-After`
/// @param headerBytes all headers of a request together
/// @param handshake for a TLS handshake
/// @param idle between requests on a connection
/// @param request from a request's first octet to its body's last
/// @param stream the same for a body that is streamed to its handler
/// @param write for one piece of a response to leave
/// @param drain for requests in work when the server stops
public record HttpLimits(
        int connections,
        int connectionsPerAddress,
        int requests,
        int headerBytes,
        Duration handshake,
        Duration idle,
        Duration request,
        Duration stream,
        Duration write,
        Duration drain) {
    public HttpLimits {
        positive("connections", connections);
        positive("connectionsPerAddress", connectionsPerAddress);
        positive("requests", requests);
        positive("headerBytes", headerBytes);
        positive("handshake", handshake.toMillis());
        positive("idle", idle.toMillis());
        positive("request", request.toMillis());
        positive("stream", stream.toMillis());
        positive("write", write.toMillis());
        positive("drain", drain.toMillis());
    }

    /// 4,096 connections, all of them from one address if need be, 512 requests, 16 KiB of headers, handshake 10 s, idle
    /// 2 min, request 10 s, stream 10 min, write 30 s, drain 10 s.
    public static HttpLimits defaults() {
        return new HttpLimits(
                4096,
                4096,
                512,
                16 * 1024,
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw Fault.badInput("HTTP limit " + name + " " + value + ": want more than 0");
        }
    }
}
