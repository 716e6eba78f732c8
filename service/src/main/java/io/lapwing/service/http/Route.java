package io.lapwing.service.http;

import io.lapwing.crypto.Fault;
import java.util.Set;

/// What is answered under a method and a path.
///
/// @param method `GET`, `POST`, `PUT`, `PATCH` or `DELETE`
/// @param path segments after slashes, where `{name}` stands for one segment: `/api/v1/devices/{devEui}`
/// @param access who may call
/// @param body how the request's body is taken
public record Route(String method, String path, Access access, Body body, Handler handler) {
    /// The limit of a body unless a route says otherwise: The Things Stack enforces the same for Backend Interfaces.
    public static final int BODY_LIMIT_BYTES = 32 * 1024;

    /// The most that is ever held in memory of one body.
    public static final int MOST_HELD_BYTES = 1 << 20;

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    public Route {
        if (!METHODS.contains(method)) {
            throw Fault.badInput("route with method " + method + ": want one of " + METHODS);
        }
        if (!path.startsWith("/")) {
            throw Fault.badInput("route " + path + ": want a path that starts with /");
        }
    }

    /// How a body is taken.
    public sealed interface Body {
        /// Read whole before the handler is called.
        record Held(int limitBytes) implements Body {
            public Held {
                if (limitBytes < 0 || limitBytes > MOST_HELD_BYTES) {
                    throw Fault.badInput(
                            "body limit " + limitBytes + " bytes: want 0 to " + MOST_HELD_BYTES);
                }
            }
        }

        /// Read by the handler from [Request#stream].
        record Streamed(long limitBytes) implements Body {}
    }

    public static Route get(String path, Access access, Handler handler) {
        return new Route("GET", path, access, new Body.Held(0), handler);
    }

    public static Route delete(String path, Access access, Handler handler) {
        return new Route("DELETE", path, access, new Body.Held(BODY_LIMIT_BYTES), handler);
    }

    public static Route post(String path, Access access, Handler handler) {
        return new Route("POST", path, access, new Body.Held(BODY_LIMIT_BYTES), handler);
    }

    public static Route put(String path, Access access, Handler handler) {
        return new Route("PUT", path, access, new Body.Held(BODY_LIMIT_BYTES), handler);
    }

    /// The same route with another body limit.
    public Route limit(int bytes) {
        return new Route(method, path, access, new Body.Held(bytes), handler);
    }

    /// The same route with a body that the handler reads as a stream.
    public Route streamed(long limitBytes) {
        return new Route(method, path, access, new Body.Streamed(limitBytes), handler);
    }
}
