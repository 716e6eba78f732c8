package io.lapwing.console.api;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/// What tells one request of a caller from another: SHA-256 over method, path, query, preconditions and body. Of a body
/// that is streamed it is known once the body was read.
final class Fingerprint {
    private final MessageDigest digest;
    private final Optional<InputStream> stream;

    private Fingerprint(MessageDigest digest, Optional<InputStream> stream) {
        this.digest = digest;
        this.stream = stream;
    }

    static Fingerprint of(Operation operation, Request request) {
        MessageDigest digest = Sha256.start();
        text(digest, request.method());
        text(digest, request.path());
        for (String name : request.queryNames()) {
            text(digest, name + "=" + request.query(name).orElse(""));
        }
        text(digest, request.header("Content-Type").orElse(""));
        text(digest, request.header("If-Match").orElse(""));
        if (operation.takes() instanceof Operation.Takes.Upload) {
            return new Fingerprint(
                    digest, Optional.of(new DigestInputStream(request.stream(), digest)));
        }
        digest.update(request.body().toArray());
        return new Fingerprint(digest, Optional.empty());
    }

    /// That of a request which is all in one text.
    static Fingerprint known(String text) {
        MessageDigest digest = Sha256.start();
        text(digest, text);
        return new Fingerprint(digest, Optional.empty());
    }

    /// Whether it is known before the request was acted upon.
    boolean known() {
        return stream.isEmpty();
    }

    /// The body, for an operation that takes a file: what is read of it is counted in.
    InputStream body() {
        return stream.orElseGet(InputStream::nullInputStream);
    }

    /// The hash; reads what nobody has read of the body.
    Bytes value() {
        try {
            if (stream.isPresent()) {
                stream.get().transferTo(OutputStream.nullOutputStream());
            }
            return Bytes.of(((MessageDigest) digest.clone()).digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Each text ends with an octet that UTF-8 never has.
    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0xff);
    }
}
