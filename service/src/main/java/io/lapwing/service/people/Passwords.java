package io.lapwing.service.people;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Passwords as Argon2id hashes (RFC 9106) in PHC string form. Each hash takes 19 MiB: a few are computed at a time, and
/// past a short wait the rest are told to come again.
final class Passwords {
    /// OWASP's least for Argon2id: 19 MiB, two passes, one lane.
    static final Cost COST = new Cost(19_456, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int VERSION = Argon2Parameters.ARGON2_VERSION_13;

    /// More than this is not ours, and would let a row make the server compute for minutes.
    private static final int MOST_KIB = 1 << 18;

    private static final int MOST_PASSES = 16;
    private static final Pattern PHC =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{1,64})\\$([A-Za-z0-9+/]{1,96})");

    /// @param kib memory in KiB
    record Cost(int kib, int passes, int lanes) {
        boolean isLessThan(Cost other) {
            return kib < other.kib || passes < other.passes || lanes < other.lanes;
        }
    }

    private final Cost cost;
    private final Semaphore permits;
    private final long waitMs;
    private final AtomicLong hashes = new AtomicLong();
    private final String nobody;

    /// @param atOnce how many hashes at a time
    /// @param waitMs how long one waits for its turn
    Passwords(Cost cost, int atOnce, long waitMs) {
        this.cost = cost;
        this.waitMs = waitMs;
        permits = new Semaphore(atOnce, true);
        nobody = phc(cost, Handle.octets(SALT_BYTES), Handle.octets(HASH_BYTES));
    }

    /// What became of a check.
    ///
    /// @param rehash whether the password is right and its hash cheaper than it should be
    record Check(boolean right, boolean rehash) {}

    /// The hash to store.
    String hash(Secret password) {
        Bytes salt = Handle.octets(SALT_BYTES);
        return phc(cost, salt, computed(password, salt, cost, HASH_BYTES));
    }

    /// Whether the password belongs to the hash. Without a hash it computes as much and says no: nobody learns from the
    /// time whether there is such a user.
    Check check(Secret password, Optional<String> stored) {
        Matcher phc = PHC.matcher(stored.orElse(nobody));
        if (!phc.matches()) {
            throw new Fault(Fault.Kind.TAMPERED, "password hash: want Argon2id in PHC string form");
        }
        Cost used =
                new Cost(
                        Integer.parseInt(phc.group(1)),
                        Integer.parseInt(phc.group(2)),
                        Integer.parseInt(phc.group(3)));
        if (used.kib > MOST_KIB || used.passes > MOST_PASSES) {
            throw new Fault(Fault.Kind.TAMPERED, "password hash: costs more than ever was set");
        }
        Bytes salt = Bytes.of(Base64.getDecoder().decode(phc.group(4)));
        byte[] wanted = Base64.getDecoder().decode(phc.group(5));
        Bytes given = computed(password, salt, used, wanted.length);
        boolean right = MessageDigest.isEqual(wanted, given.toArray()) && stored.isPresent();
        return new Check(right, right && used.isLessThan(cost));
    }

    /// How many hashes were computed.
    long hashes() {
        return hashes.get();
    }

    private Bytes computed(Secret password, Bytes salt, Cost used, int length) {
        try {
            if (!permits.tryAcquire(waitMs, TimeUnit.MILLISECONDS)) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "too many sign-ins at once: come again in a second");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the server stops: come again later");
        }
        try {
            return argon2id(password, salt, used, length);
        } finally {
            permits.release();
        }
    }

    private Bytes argon2id(Secret password, Bytes salt, Cost used, int length) {
        hashes.incrementAndGet();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(VERSION)
                        .withMemoryAsKB(used.kib)
                        .withIterations(used.passes)
                        .withParallelism(used.lanes)
                        .withSalt(salt.toArray())
                        .build());
        byte[] octets = password.use(segment -> segment.toArray(ValueLayout.JAVA_BYTE));
        byte[] hash = new byte[length];
        try {
            generator.generateBytes(octets, hash);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
        return Bytes.of(hash);
    }

    private static String phc(Cost cost, Bytes salt, Bytes hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return String.format(
                Locale.ROOT,
                "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s",
                cost.kib,
                cost.passes,
                cost.lanes,
                base64.encodeToString(salt.toArray()),
                base64.encodeToString(hash.toArray()));
    }
}
