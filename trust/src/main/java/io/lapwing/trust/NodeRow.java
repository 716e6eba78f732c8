package io.lapwing.trust;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The body of a node's row; its number is the row's key.
///
/// @param accessKey wrapped; there until the join burns it
/// @param masterKey wrapped; there while the node is a member
/// @param storageKey of the node's chip
/// @param message3 the digest of the message that joined
/// @param message4 what answers it, again if need be: ciphertext
/// @param admission the key that vouches for its first state key, wrapped; there from the join until that came
/// @param proof the key by which it proves its state, once it enrolled one
/// @param burnt digests of access keys that were used, the latest last
/// @param since of the state
record NodeRow(
        Profile profile,
        State state,
        Optional<Bytes> accessKey,
        Optional<Bytes> masterKey,
        Optional<Bytes> storageKey,
        Optional<Bytes> message3,
        Optional<Bytes> message4,
        Optional<Bytes> admission,
        Optional<Proof> proof,
        List<Bytes> burnt,
        Instant since) {
    /// Burnt labels that are remembered.
    private static final int MAX_BURNT = 16;

    enum State {
        /// Its label was entered.
        LABELLED,
        /// It is trusted.
        JOINED,
        /// It is trusted no more.
        REVOKED
    }

    NodeRow {
        burnt = List.copyOf(burnt);
    }

    static NodeRow labelled(Profile profile, Bytes accessKey, List<Bytes> burnt, Instant now) {
        return new NodeRow(
                profile,
                State.LABELLED,
                Optional.of(accessKey),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                burnt,
                now);
    }

    /// The label is burnt, and the node a member.
    NodeRow joined(Member member, Bytes burntKey, Instant now) {
        List<Bytes> all = new ArrayList<>(burnt);
        all.add(burntKey);
        return new NodeRow(
                profile,
                State.JOINED,
                Optional.empty(),
                Optional.of(member.masterKey()),
                Optional.of(member.storageKey()),
                Optional.of(member.message3()),
                Optional.of(member.message4()),
                Optional.of(member.admission()),
                Optional.empty(),
                all.subList(Math.max(0, all.size() - MAX_BURNT), all.size()),
                now);
    }

    /// @param masterKey wrapped
    /// @param admission wrapped
    record Member(
            Bytes masterKey, Bytes admission, Bytes storageKey, Bytes message3, Bytes message4) {}

    /// A key that proves the node's state.
    ///
    /// @param number of the member's keys
    /// @param key a point of P-256, compressed
    record Proof(long number, Bytes key) {}

    /// The member proves its state by this key from now on; who admitted it is needed no more.
    NodeRow proving(Proof next) {
        return new NodeRow(
                profile,
                state,
                accessKey,
                masterKey,
                storageKey,
                message3,
                message4,
                Optional.empty(),
                Optional.of(next),
                burnt,
                since);
    }

    /// Profile `ties-2024`: its public key is known, and its label stays.
    NodeRow published(Bytes publicKey, Instant now) {
        return new NodeRow(
                profile,
                State.JOINED,
                accessKey,
                Optional.empty(),
                Optional.of(publicKey),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                burnt,
                now);
    }

    NodeRow revoked(Instant now) {
        return new NodeRow(
                profile,
                State.REVOKED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                burnt,
                now);
    }

    boolean trusted(Profile spoken) {
        return state == State.JOINED && profile == spoken;
    }

    static <T> T present(Optional<T> value) {
        return value.orElseThrow(() ->
                new Fault(
                        Fault.Kind.TAMPERED,
                        "row of a member lacks a key: restore the store from a backup"));
    }
}
