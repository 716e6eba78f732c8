package io.lapwing.platform;

import java.nio.charset.StandardCharsets;

/// Writes requests as octets, as a browser and a program write them who are signed in already.
///
/// @param authority `localhost:8444`
/// @param cookie what the browser brings
/// @param token what the program brings
record BenchCaller(String authority, String cookie, String token) {
    @Override
    public String toString() {
        return "BenchCaller[" + authority + "]";
    }

    /// A browser asks for a page.
    byte[] page(String path) {
        return get(path, "Cookie: " + cookie);
    }

    /// A script of the page asks for the list of devices within it, as htmx does.
    byte[] list(String path) {
        return get(path, "HX-Request: true\r\nHX-Target: list\r\nCookie: " + cookie);
    }

    /// A program asks the API.
    byte[] api(String path) {
        return get("/api/v1" + path, "Authorization: Bearer " + token);
    }

    /// A program has the API make something. Without an idempotency key, of which it has 10,000 a day: a fast machine would use them
    /// up.
    byte[] make(String path, String json) {
        return octets(
                "POST /api/v1%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(path, authority, token, json.length(), json));
    }

    /// Somebody who is nobody yet sends a form.
    ///
    /// @param cookies what the browser brings, or nothing
    byte[] form(String path, String cookies, String fields) {
        return octets(
                "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: https://%s\r\nAccept-Encoding: gzip\r\n%sContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(
                                path,
                                authority,
                                authority,
                                cookies.isEmpty() ? "" : "Cookie: " + cookies + "\r\n",
                                fields.length(),
                                fields));
    }

    /// Somebody who is nobody asks for something.
    byte[] open(String path) {
        return get(path, "Accept: */*");
    }

    private byte[] get(String path, String header) {
        return octets(
                "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n%s\r\n\r\n"
                        .formatted(path, authority, header));
    }

    private static byte[] octets(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
