package io.lapwing.lorawan;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The stored form of a [JoinState], version 1. Numbers are most significant octet first; a varint has seven bits an
/// octet, least significant first; a counter is stored as one more than it is, so that 0 says none.
///
/// ```
/// 01 | JoinNonce(3) | DevNonce floor, RJcount1 floor (varint)
/// n (varint) | n × JoinEUI(8), ascending
/// n (varint) | n × JoinEUI index, DevNonce, RJcount1 (varint)
/// n (varint) | n × session, newest first
/// n (varint) | n × DevNonce(2), ascending; above 4096 a bitmap (8192)
///
/// session: SessionKeyID(16) | JoinReqType(1) | DevNonce(2) | JoinNonce(3) | NetID(3) | JoinEUI index (varint)
///          | MAC version(1) | keying(1) | AppKey slot(1), version (varint) | NwkKey slot(1), version (varint) if 1.1
///          | RJcount0 (varint)
/// ```
final class JoinStateCodec {
    private static final int VERSION = 1;
    private static final int FIXED_MAX_BYTES = 64;
    private static final int COUNTERS_MAX_BYTES = 8 + 3 * 5;
    private static final int SESSION_MAX_BYTES = 64;
    private static final int JOIN_EUIS_MAX = JoinState.MAX_JOIN_EUIS + JoinState.MAX_SESSIONS;

    private JoinStateCodec() {}

    static Bytes encode(
            int joinNonce,
            int devNonceFloor,
            int rejoin1Floor,
            List<JoinCounters> counters,
            List<KeptSession> sessions,
            NonceSet used) {
        ByteBuffer out =
                ByteBuffer.allocate(
                        FIXED_MAX_BYTES
                                + counters.size() * COUNTERS_MAX_BYTES
                                + sessions.size() * SESSION_MAX_BYTES
                                + used.encodedLength());
        out.put((byte) VERSION);
        putOctets(out, joinNonce, 3);
        putCounter(out, devNonceFloor);
        putCounter(out, rejoin1Floor);
        List<Eui64> joinEuis = joinEuis(counters, sessions);
        putVarint(out, joinEuis.size());
        joinEuis.forEach(joinEui -> out.putLong(joinEui.value()));
        putVarint(out, counters.size());
        for (JoinCounters entry : counters) {
            putVarint(out, joinEuis.indexOf(entry.joinEui()));
            putCounter(out, entry.devNonce());
            putCounter(out, entry.rejoin1());
        }
        putVarint(out, sessions.size());
        sessions.forEach(session -> putSession(out, session, joinEuis));
        putVarint(out, used.size());
        used.write(out);
        return Bytes.of(out.array()).slice(0, out.position());
    }

    private static List<Eui64> joinEuis(List<JoinCounters> counters, List<KeptSession> sessions) {
        TreeSet<Eui64> all = new TreeSet<>();
        counters.forEach(entry -> all.add(entry.joinEui()));
        sessions.forEach(session -> all.add(session.parameters().source().joinEui()));
        return List.copyOf(all);
    }

    private static void putSession(ByteBuffer out, KeptSession kept, List<Eui64> joinEuis) {
        SessionParameters session = kept.parameters();
        SessionSource source = session.source();
        out.put(session.id().octets().toArray());
        out.put((byte) session.type().code());
        putOctets(out, source.devNonce().value(), 2);
        putOctets(out, source.joinNonce().value(), 3);
        putOctets(out, source.netId().value(), 3);
        putVarint(out, joinEuis.indexOf(source.joinEui()));
        out.put((byte) session.version().code());
        out.put((byte) (source.keying() == Keying.AS_1_1 ? 1 : 0));
        putRootKey(out, session.appKey());
        RootKeyRef nwkKey = session.nwkKey();
        if (nwkKey != null) {
            putRootKey(out, nwkKey);
        }
        putCounter(out, kept.rejoin0());
    }

    private static void putRootKey(ByteBuffer out, RootKeyRef key) {
        out.put((byte) key.slot());
        putVarint(out, key.version());
    }

    private static void putCounter(ByteBuffer out, int last) {
        putVarint(out, last + 1);
    }

    private static void putOctets(ByteBuffer out, int value, int lengthBytes) {
        for (int i = lengthBytes - 1; i >= 0; i--) {
            out.put((byte) (value >>> (8 * i)));
        }
    }

    private static void putVarint(ByteBuffer out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /// Reads, then writes again: only octets that this code would write are taken.
    static JoinState decode(Bytes octets) {
        ByteBuffer in = ByteBuffer.wrap(octets.toArray());
        JoinState state;
        try {
            state = read(in);
        } catch (BufferUnderflowException _) {
            throw broken("it ends after " + octets.length() + " bytes");
        } catch (Fault fault) {
            throw fault.kind() == Fault.Kind.TAMPERED ? fault : broken(fault.getMessage());
        }
        if (!state.encode().equals(octets)) {
            throw broken("it is not in its canonical form");
        }
        return state;
    }

    private static JoinState read(ByteBuffer in) {
        int version = in.get();
        if (version != VERSION) {
            throw broken("its version is " + version + ", want " + VERSION);
        }
        int joinNonce = getOctets(in, 3);
        int devNonceFloor = getCounter(in);
        int rejoin1Floor = getCounter(in);
        List<Eui64> joinEuis = new ArrayList<>();
        for (int n = getVarint(in, JOIN_EUIS_MAX); n > 0; n--) {
            joinEuis.add(new Eui64(in.getLong()));
        }
        List<JoinCounters> counters = new ArrayList<>();
        for (int n = getVarint(in, JoinState.MAX_JOIN_EUIS); n > 0; n--) {
            counters.add(
                    new JoinCounters(getJoinEui(in, joinEuis), getCounter(in), getCounter(in)));
            requireAscending(counters);
        }
        List<KeptSession> sessions = new ArrayList<>();
        for (int n = getVarint(in, JoinState.MAX_SESSIONS); n > 0; n--) {
            sessions.add(getSession(in, joinEuis));
        }
        NonceSet used = NonceSet.read(getVarint(in, DevNonce.MAX + 1), in);
        return new JoinState(joinNonce, devNonceFloor, rejoin1Floor, counters, sessions, used);
    }

    private static void requireAscending(List<JoinCounters> counters) {
        int last = counters.size() - 1;
        if (last > 0
                && counters.get(last).joinEui().compareTo(counters.get(last - 1).joinEui()) <= 0) {
            throw broken("its JoinEUIs do not ascend");
        }
    }

    private static KeptSession getSession(ByteBuffer in, List<Eui64> joinEuis) {
        byte[] id = new byte[SessionKeyId.LENGTH_BYTES];
        in.get(id);
        JoinType type = JoinType.of(in.get() & 0xff);
        DevNonce devNonce = new DevNonce(getOctets(in, 2));
        JoinNonce joinNonce = new JoinNonce(getOctets(in, 3));
        NetId netId = new NetId(getOctets(in, 3));
        Eui64 joinEui = getJoinEui(in, joinEuis);
        MacVersion version = MacVersion.ofCode(in.get());
        Keying keying = in.get() == 1 ? Keying.AS_1_1 : Keying.AS_1_0;
        RootKeyRef appKey = getRootKey(in);
        @Nullable RootKeyRef nwkKey = version.hasNwkKey() ? getRootKey(in) : null;
        SessionParameters parameters =
                new SessionParameters(
                        new SessionKeyId(Bytes.of(id)),
                        type,
                        new SessionSource(keying, joinNonce, devNonce, netId, joinEui),
                        version,
                        nwkKey,
                        appKey);
        return new KeptSession(parameters, getCounter(in));
    }

    private static RootKeyRef getRootKey(ByteBuffer in) {
        return new RootKeyRef(in.get() & 0xff, getVarint(in, Integer.MAX_VALUE));
    }

    private static Eui64 getJoinEui(ByteBuffer in, List<Eui64> joinEuis) {
        return joinEuis.get(getVarint(in, joinEuis.size() - 1));
    }

    private static int getCounter(ByteBuffer in) {
        return getVarint(in, DevNonce.MAX + 1) - 1;
    }

    private static int getOctets(ByteBuffer in, int lengthBytes) {
        int value = 0;
        for (int i = 0; i < lengthBytes; i++) {
            value = (value << 8) | (in.get() & 0xff);
        }
        return value;
    }

    private static int getVarint(ByteBuffer in, int max) {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int octet = in.get();
            value |= (long) (octet & 0x7f) << shift;
            if (octet >= 0) {
                if (value > max) {
                    throw broken("it has a number " + value + ", want at most " + max);
                }
                return (int) value;
            }
        }
        throw broken("it has a number of more than five bytes");
    }

    static Fault broken(String why) {
        return new Fault(
                Fault.Kind.TAMPERED,
                "stored join state is not what was written: " + why + "; restore it from a backup");
    }
}
