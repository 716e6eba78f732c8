package io.lapwing.trust;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.CborReader;
import io.lapwing.oscore.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A message of profile `ties-2024`: one octet that says which, then E(key, [fields]), which is AES-256-CFB without a MAC,
/// as printed.
///
/// @param initial 16 octets, random
record TiesMessage(int code, Bytes initial, Bytes sealed) {
    static final int JOIN = 40;
    static final int JOIN_ANSWER = 41;
    static final int LIST = 42;
    static final int TRANSLATE = 43;
    static final int DELIVERY = 44;
    static final int ACK = 45;
    static final int DONE = 46;
    static final int TICKET = 47;
    static final int PRESENTED = 48;
    static final int KDC_KEY = 49;
    static final int CHALLENGE = 50;
    static final int ANSWER = 51;

    private static final int INITIAL_BYTES = 16;
    private static final int LARGEST_BYTES = 2_048;
    private static final int LARGEST_LIST = 512;

    static TiesMessage parse(Bytes octets) {
        if (octets.length() <= 1 + INITIAL_BYTES || octets.length() > LARGEST_BYTES) {
            throw Fault.badInput(
                    "message of %d bytes: want %d to %d"
                            .formatted(octets.length(), 2 + INITIAL_BYTES, LARGEST_BYTES));
        }
        int code = octets.at(0);
        if (code < JOIN || code > ANSWER) {
            throw Fault.badInput("message of code " + code + ": want one of the table");
        }
        return new TiesMessage(
                code,
                octets.slice(1, 1 + INITIAL_BYTES),
                octets.slice(1 + INITIAL_BYTES, octets.length()));
    }

    static TiesMessage seal(int code, TiesChip.TiesKey key, RandomGenerator random, Bytes plain) {
        byte[] initial = new byte[INITIAL_BYTES];
        random.nextBytes(initial);
        Bytes start = Bytes.of(initial);
        return new TiesMessage(code, start, key.encrypt(start, plain));
    }

    Bytes open(TiesChip.TiesKey key) {
        return key.decrypt(initial, sealed);
    }

    /// For people.
    String name() {
        return switch (code) {
            case JOIN -> "Join";
            case JOIN_ANSWER -> "JoinAnswer";
            case LIST -> "List";
            case TRANSLATE -> "Translate";
            case DELIVERY -> "Delivery";
            case ACK -> "Ack";
            case DONE -> "Done";
            case TICKET -> "Ticket";
            case PRESENTED -> "Presented";
            case KDC_KEY -> "KdcKey";
            case CHALLENGE -> "Challenge";
            default -> "Answer";
        };
    }

    Bytes encode() {
        return Bytes.concat(Bytes.of(code), initial, sealed);
    }

    /// The access key is the seed of the master key, for good.
    static TiesSoftwareKey masterKey(Aes aes, AccessKey accessKey) {
        Bytes seed = accessKey.secret().use(octets -> Bytes.of(octets));
        return new TiesSoftwareKey(aes, Secret.take(Sha256.digest(seed).toArray()));
    }

    static Bytes numbers(List<NodeId> nodes) {
        CborWriter out = new CborWriter().array(nodes.size());
        nodes.forEach(node -> out.number(node.value()));
        return out.done();
    }

    static List<NodeId> numbers(CborReader in) {
        int count = in.array("nodes", LARGEST_LIST);
        List<NodeId> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new NodeId(in.number("number of a node", 0xFFFF_FFFEL)));
        }
        return nodes;
    }
}
