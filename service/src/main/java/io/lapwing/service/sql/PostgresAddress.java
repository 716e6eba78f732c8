package io.lapwing.service.sql;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;

/// Where a PostgreSQL server is and who asks.
///
/// @param url `jdbc:postgresql://host:port/database`, with the driver's parameters for TLS
/// @param password UTF-8; the driver keeps a copy of it in memory while connections are open
public record PostgresAddress(String url, String user, Secret password) {
    public PostgresAddress {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw Fault.badInput("address of the store '" + url + "': want jdbc:postgresql://…");
        }
    }
}
