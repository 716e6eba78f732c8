package io.lapwing.lab;

import java.util.List;

/// What is measured, and what it is held to.
///
/// @param name for people
/// @param benchmark measures it
/// @param bound what of the same kind it cannot do without: no way to compute the primitive is faster
record Primitive(String name, Benchmark benchmark, Bound bound) {
    private static final String VAULT_JOIN = "join";

    /// A method with JMH's annotation.
    record Benchmark(Class<?> type, String method) {
        /// As JMH names it.
        String label() {
            return type.getName() + "." + method;
        }
    }

    /// What bounds a primitive.
    sealed interface Bound {
        /// For people.
        String name();

        /// So many times another benchmark.
        record Times(String name, int times, Benchmark benchmark) implements Bound {}

        /// The calls of a join on the bare token.
        record Token(String name) implements Bound {}
    }

    /// Every primitive there is, from the inside out.
    static List<Primitive> all() {
        return List.of(
                libcrypto("AES block", "block", 1),
                libcrypto("AES-CMAC of 19 octets", "cmac", 3),
                libcrypto("AES key derivation", "derive", 1),
                libcrypto("AES-KW wrap", "wrap", 12),
                libcrypto("AES-KW unwrap", "unwrap", 12),
                jdk("AES block", "block", 1),
                jdk("AES-CMAC of 19 octets", "cmac", 3),
                jdk("AES key derivation", "derive", 1),
                jdk("AES-KW wrap", "wrap", 12),
                jdk("AES-KW unwrap", "unwrap", 12),
                of("HKDF-SHA256", HashBenchmark.class, "hkdf", "SHA-256", 4, "bareHmacHash"),
                of("LSH-256-224, zone", HashBenchmark.class, "lsh", "SHA-256", 1, "bareRegionHash"),
                of(
                        "secret made and wiped",
                        HashBenchmark.class,
                        "secret",
                        "memory",
                        1,
                        "bareMemory"),
                lorawan("join-request and MIC", "request10", 3),
                lorawan("join-accept with MIC", "accept10", 3),
                lorawan("session keys of 1.0", "derive10", 2),
                lorawan("all keys of 1.1", "derive11", 6),
                state("admit, 1.0.3", "admitRandom"),
                state("admit, 1.0.4", "admitCounted"),
                state("state encoded", "encode"),
                state("state decoded", "decode"),
                of(
                        "JoinReq read",
                        ServiceBenchmark.class,
                        "joinReq",
                        "JSON tokens",
                        1,
                        "bareTokens"),
                of("audit leaf hash", ServiceBenchmark.class, "leafHash", "SHA-256", 1, "bareLeaf"),
                of(
                        "audit record appended",
                        ServiceBenchmark.class,
                        "append",
                        "SHA-256 twice",
                        1,
                        "bareLeafAndNode"),
                of(
                        "join, memory vault",
                        MemoryVaultBenchmark.class,
                        VAULT_JOIN,
                        "its AES alone",
                        1,
                        "bareJoin"),
                new Primitive(
                        "join, SoftHSM2",
                        new Benchmark(TokenBenchmark.class, VAULT_JOIN),
                        new Bound.Token("its calls alone")));
    }

    private static Primitive of(
            String name, Class<?> type, String method, String bound, int times, String bare) {
        return new Primitive(
                name,
                new Benchmark(type, method),
                new Bound.Times(named(bound, times), times, new Benchmark(type, bare)));
    }

    private static Primitive libcrypto(String name, String method, int blocks) {
        return of(
                name + ", libcrypto",
                LibcryptoBenchmark.class,
                method,
                "libcrypto block",
                blocks,
                "bareBlock");
    }

    private static Primitive jdk(String name, String method, int blocks) {
        return of(name + ", JDK", JdkBenchmark.class, method, "JDK block", blocks, "bareBlock");
    }

    private static Primitive lorawan(String name, String method, int blocks) {
        return new Primitive(
                name,
                new Benchmark(JoinBenchmark.class, method),
                new Bound.Times(
                        named("libcrypto block", blocks),
                        blocks,
                        new Benchmark(LibcryptoBenchmark.class, "bareBlock")));
    }

    private static Primitive state(String name, String method) {
        return of(name, StateBenchmark.class, method, "copy of the state", 1, "bareCopy");
    }

    private static String named(String bound, int times) {
        return times == 1 ? bound : times + " × " + bound;
    }
}
