package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;

/// A SUIT_Digest: the number of an algorithm, and what it gave (draft-ietf-suit-manifest, "SUIT Digest Container").
///
/// @param algorithm as registered for COSE; SHA-256 alone is understood
/// @param octets 32 of them, where it is SHA-256
record SuitDigest(long algorithm, Bytes octets) {
    /// RFC 9054 §2.1.
    static final int SHA_256 = -16;

    /// Of SHA-512: a digest of another algorithm is read, to be told as such.
    private static final int LARGEST_BYTES = 64;

    private static final int PARTS = 2;

    SuitDigest {
        if (algorithm == SHA_256 && octets.length() != Sha256.LENGTH_BYTES) {
            throw Fault.badInput("SHA-256 of " + octets.length() + " bytes: want 32");
        }
    }

    static SuitDigest sha256(Bytes octets) {
        return new SuitDigest(SHA_256, octets);
    }

    /// Of octets as they stand in a manifest: as one string, its head too.
    static SuitDigest ofWrapped(Bytes octets) {
        return sha256(Sha256.digest(new CborWriter().octets(octets).done()));
    }

    static SuitDigest read(CborReader in) {
        int parts = in.array("digest", PARTS);
        if (parts != PARTS) {
            throw Fault.badInput("digest of " + parts + " parts: want " + PARTS);
        }
        long algorithm = in.integer("digest algorithm", Integer.MIN_VALUE, Integer.MAX_VALUE);
        return new SuitDigest(algorithm, in.octets("digest", 1, LARGEST_BYTES));
    }

    static SuitDigest parse(Bytes encoded) {
        var in = new CborReader(encoded);
        SuitDigest digest = read(in);
        in.end();
        return digest;
    }

    boolean understood() {
        return algorithm == SHA_256;
    }

    Bytes encode() {
        return new CborWriter().array(PARTS).number(algorithm).octets(octets).done();
    }
}
