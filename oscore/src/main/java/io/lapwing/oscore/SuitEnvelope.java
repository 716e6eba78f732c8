package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A SUIT_Envelope, tagged: a manifest, who authenticated it, and members that were taken out of it
/// (draft-ietf-suit-manifest, "Envelope" and "Authenticated Manifests"). Nothing of it is verified.
///
/// @param digest the digest of the manifest, as it was signed
/// @param blocks signatures over the digest, none to 4
/// @param manifest as it was encoded
/// @param severed members taken out of the manifest, by their keys
public record SuitEnvelope(
        Bytes digest, List<CoseSign1> blocks, Bytes manifest, Map<Long, Bytes> severed) {
    /// The largest envelope that is read.
    public static final int LARGEST_BYTES = 8_192;

    /// "Full CDDL": SUIT_Envelope_Tagged.
    static final int TAG = 107;

    private static final int AUTHENTICATION = 2;
    private static final int MANIFEST = 3;

    private static final int MOST_BLOCKS = 4;
    private static final int LARGEST_BLOCK_BYTES = 1_024;
    private static final int LARGEST_DIGEST_BYTES = 128;
    private static final int LARGEST_MANIFEST_BYTES = 4_096;

    public SuitEnvelope {
        blocks = List.copyOf(blocks);
        severed = Map.copyOf(severed);
    }

    /// A manifest under one signature.
    ///
    /// @return the encoded envelope
    public static Bytes sign(SuitManifest manifest, Signer signer) {
        Bytes encoded = manifest.encode();
        Bytes digest = SuitDigest.ofWrapped(encoded).encode();
        return new SuitEnvelope(digest, List.of(CoseSign1.sign(digest, signer)), encoded, Map.of())
                .encode();
    }

    /// Reads one, and nothing behind it. What is inside the manifest is not looked at.
    ///
    /// @throws Fault `BAD_INPUT` for what is none
    public static SuitEnvelope parse(Bytes encoded) {
        if (encoded.length() > LARGEST_BYTES) {
            throw Fault.badInput(
                    "envelope of %d bytes: want at most %d"
                            .formatted(encoded.length(), LARGEST_BYTES));
        }
        var in = new CborReader(encoded);
        in.tag("envelope", TAG);
        var members = new Members();
        in.map("envelope", 2 + SeverableMember.values().length, key -> members.read(key, in));
        in.end();
        return members.envelope();
    }

    /// Octets of the same envelope as was read.
    public Bytes encode() {
        var wrapper = new CborWriter().array(1 + blocks.size()).octets(digest);
        blocks.forEach(block -> wrapper.octets(block.encode()));
        var out =
                new CborWriter()
                        .tag(TAG)
                        .map(2 + severed.size())
                        .number(AUTHENTICATION)
                        .octets(wrapper.done())
                        .number(MANIFEST)
                        .octets(manifest);
        new TreeMap<>(severed).forEach((key, octets) -> out.number(key).octets(octets));
        return out.done();
    }

    private static final class Members {
        private @Nullable Bytes digest;
        private @Nullable Bytes manifest;
        private final List<CoseSign1> blocks = new ArrayList<>();
        private final Map<Long, Bytes> severed = new TreeMap<>();

        void read(long key, CborReader in) {
            if (key == AUTHENTICATION) {
                authentication(in.octets("authentication", 1, LARGEST_BYTES));
            } else if (key == MANIFEST) {
                manifest = in.octets("manifest", 1, LARGEST_MANIFEST_BYTES);
            } else if (SeverableMember.has(key)) {
                severed.put(key, in.octets("member " + key, 1, LARGEST_BYTES));
            } else {
                throw Fault.badInput(
                        "envelope with member %d: want 2, 3, 16, 20 or 23".formatted(key));
            }
        }

        private void authentication(Bytes wrapper) {
            var in = new CborReader(wrapper);
            int entries = in.array("authentication", 1 + MOST_BLOCKS);
            digest = in.octets("digest of the manifest", 1, LARGEST_DIGEST_BYTES);
            for (int i = 1; i < entries; i++) {
                blocks.add(CoseSign1.parse(in.octets("signature block", 1, LARGEST_BLOCK_BYTES)));
            }
            in.end();
        }

        SuitEnvelope envelope() {
            if (digest == null || manifest == null) {
                throw Fault.badInput(
                        "envelope without %s: want both authentication and manifest"
                                .formatted(digest == null ? "authentication" : "a manifest"));
            }
            return new SuitEnvelope(digest, blocks, manifest, severed);
        }
    }
}
