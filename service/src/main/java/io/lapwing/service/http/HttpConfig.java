package io.lapwing.service.http;

import java.net.InetSocketAddress;

/// How a server listens.
///
/// @param address where; port 0 takes a free one
/// @param clientCertificates whether clients must show certificates
/// @param allowTls12 TLS 1.2 as well as 1.3: for network servers that speak nothing newer, such as those built with Go
///     before 1.13, Java 8 before 8u261 or OpenSSL before 1.1.1
public record HttpConfig(
        InetSocketAddress address,
        ClientCertificates clientCertificates,
        boolean allowTls12,
        HttpLimits limits) {}
