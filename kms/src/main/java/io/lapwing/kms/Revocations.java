package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.Change;
import io.lapwing.service.Json;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// Client certificates that count no more, whoever they were issued to: also monitors and administrators, who are no peers
/// of the Join Server. A revocation made by another process holds here within one second. There is no way back.
///
/// A serial number is one of our authority's, which gives none twice; certificates of others are revoked by their SHA-256.
public final class Revocations {
    private static final String KIND = "revocation";
    private static final int PAGE = 500;

    /// RFC 5280 §4.1.2.2: a serial number has at most 20 octets.
    private static final Pattern SERIAL = Pattern.compile("[0-9A-F]{1,40}");

    private static final Pattern SHA_256 = Pattern.compile("[0-9A-F]{64}");

    /// The body of a revocation's row.
    ///
    /// @param v 1, the version of this form
    /// @param identity whose certificate it was
    record RevocationForm(int v, String identity) {
        RevocationForm {
            Form.require(1, v);
        }
    }

    private final Store store;
    private final Trail trail;
    private final RowCache<RowKey> cache;
    private final Json json = Json.strict().build();

    Revocations(Store store, Trail trail, LongSupplier nanos) {
        this.store = store;
        this.trail = trail;
        cache = new RowCache<>(name -> store.get(rowKey(name)).map(row -> row.key()), nanos);
    }

    /// Refuses a certificate from now on; done twice, it is as done once.
    ///
    /// @param identity whose it is: `monitor:prometheus`
    /// @param certificate its serial number, or the SHA-256 over its DER, in hexadecimal
    /// @throws Fault `BAD_INPUT` for neither
    public void revoke(Actor actor, String identity, String certificate) {
        Names.check("certificate identity", identity);
        String name = named(certificate);
        try {
            var _ =
                    store.commit(
                            new Change(
                                    rowKey(name),
                                    0,
                                    Optional.of(json.write(new RevocationForm(1, identity))),
                                    Optional.of(Set.of()),
                                    trail.done(
                                            actor,
                                            "peer.revoke-certificate",
                                            identity,
                                            "certificate",
                                            name)));
        } finally {
            cache.forget(name);
        }
    }

    /// Whether the certificate of this serial number and this SHA-256, both in upper-case hexadecimal, is revoked.
    public boolean contains(String serial, String sha256) {
        return cache.get(serial).isPresent() || cache.get(sha256).isPresent();
    }

    /// What is revoked of this holder's certificates: serial numbers and SHA-256, in upper-case hexadecimal.
    ///
    /// @param identity whose: `network-server:acme`
    public List<String> of(String identity) {
        List<String> names = new ArrayList<>();
        List<Row> page = store.scan(KIND, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(row -> identity(row).equals(identity))
                    .forEach(row -> names.add(name(row.key().key())));
            page = store.scan(KIND, Optional.of(page.getLast().key().key()), PAGE);
        }
        return names;
    }

    private String identity(Row row) {
        try {
            return json.read(row.body(), RevocationForm.class).identity();
        } catch (Fault e) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "a revocation's row does not read: restore the store from a backup",
                    e);
        }
    }

    private static String name(Bytes key) {
        return new String(key.toArray(), StandardCharsets.US_ASCII);
    }

    private static String named(String certificate) {
        String name = certificate.toUpperCase(Locale.ROOT);
        if (SHA_256.matcher(name).matches()) {
            return name;
        }
        if (!SERIAL.matcher(name).matches()) {
            throw Fault.badInput(
                    "certificate: want its serial number, 1 to 40 hexadecimal digits, or its SHA-256, 64");
        }
        return name.replaceFirst("^0+(?=.)", "");
    }

    private static RowKey rowKey(String name) {
        return new RowKey(KIND, Bytes.of(name.getBytes(StandardCharsets.US_ASCII)));
    }
}
