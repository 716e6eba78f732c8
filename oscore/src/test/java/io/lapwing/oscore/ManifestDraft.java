package io.lapwing.oscore;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A manifest that may say anything, signed or not.
final class ManifestDraft {
    private final Map<Long, Bytes> members = new TreeMap<>();
    private final Map<Long, Bytes> common = new TreeMap<>();
    private final Map<Long, Bytes> severed = new TreeMap<>();
    private final List<Bytes> shared = new ArrayList<>();

    /// One that is in order.
    static ManifestDraft of(SuitManifest manifest) {
        var draft = new ManifestDraft();
        draft.members.put(1L, number(1));
        draft.members.put(2L, number(manifest.sequenceNumber()));
        draft.members.put(7L, string(sequence(number(3), number(15))));
        draft.members.put(9L, string(sequence(number(23), number(2))));
        draft.common.put(2L, sequence(SuitManifest.COMPONENT));
        Bytes parameters =
                parameters(
                        Map.of(
                                1L,
                                string(SuitParameter.octets(manifest.vendor())),
                                2L,
                                string(SuitParameter.octets(manifest.deviceClass())),
                                3L,
                                string(SuitDigest.sha256(manifest.imageDigest()).encode()),
                                14L,
                                number(manifest.imageBytes())));
        draft.shared.addAll(List.of(number(20), parameters));
        draft.shared.addAll(List.of(number(1), number(15), number(2), number(15)));
        return draft;
    }

    ManifestDraft member(long key, Bytes value) {
        members.put(key, value);
        return this;
    }

    ManifestDraft without(long key) {
        members.remove(key);
        return this;
    }

    ManifestDraft common(long key, Bytes value) {
        common.put(key, value);
        return this;
    }

    ManifestDraft severed(long key, Bytes octets) {
        severed.put(key, octets);
        return this;
    }

    ManifestDraft shared(Consumer<List<Bytes>> change) {
        change.accept(shared);
        return this;
    }

    Bytes encode() {
        if (!shared.isEmpty()) {
            common.put(4L, string(sequence(shared.toArray(Bytes[]::new))));
        }
        members.putIfAbsent(3L, string(parameters(common)));
        return parameters(members);
    }

    Bytes signed(Signer signer) {
        Bytes manifest = encode();
        Bytes digest = SuitDigest.ofWrapped(manifest).encode();
        return new SuitEnvelope(digest, List.of(CoseSign1.sign(digest, signer)), manifest, severed)
                .encode();
    }

    static Bytes number(long value) {
        return new CborWriter().number(value).done();
    }

    static Bytes string(Bytes octets) {
        return new CborWriter().octets(octets).done();
    }

    static Bytes sequence(Bytes... values) {
        return new CborWriter().array(values.length).raw(Bytes.concat(values)).done();
    }

    static Bytes parameters(Map<Long, Bytes> values) {
        var out = new CborWriter().map(values.size());
        Map<Bytes, Bytes> encoded = new TreeMap<>();
        values.forEach((key, value) -> encoded.put(number(key), value));
        encoded.forEach((key, value) -> out.raw(key).raw(value));
        return out.done();
    }
}
