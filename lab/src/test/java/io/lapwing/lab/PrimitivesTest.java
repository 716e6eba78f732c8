package io.lapwing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

class PrimitivesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<Primitive.Benchmark> benchmarks() {
        return Primitive.all().stream()
                .flatMap(primitive ->
                        switch (primitive.bound()) {
                            case Primitive.Bound.Times times ->
                                    Stream.of(primitive.benchmark(), times.benchmark());
                            case Primitive.Bound.Token _ -> Stream.of(primitive.benchmark());
                        })
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void computesEveryPrimitiveAndEveryBound(Primitive.Benchmark benchmark) throws Exception {
        Object state = benchmark.type().getConstructor().newInstance();
        Method method = benchmark.type().getMethod(benchmark.method());

        Object result = method.invoke(state);

        assertThat(method.isAnnotationPresent(Benchmark.class)).isTrue();
        assertThat(method.getReturnType() == void.class || result != null).isTrue();
        assertThat(result).isNotEqualTo(false);
        if (state instanceof VaultBenchmark vault) {
            vault.close();
        }
    }

    @Test
    void leavesNoBenchmarkOut() {
        Set<Primitive.Benchmark> listed = new HashSet<>(benchmarks().toList());

        List<String> annotated =
                listed.stream()
                        .map(Primitive.Benchmark::type)
                        .distinct()
                        .flatMap(type ->
                                Arrays.stream(type.getMethods())
                                        .filter(m -> m.isAnnotationPresent(Benchmark.class))
                                        .map(m -> new Primitive.Benchmark(type, m.getName())))
                        .map(Primitive.Benchmark::label)
                        .toList();

        assertThat(listed.stream().map(Primitive.Benchmark::label))
                .containsExactlyInAnyOrderElementsOf(annotated);
    }

    @Test
    void measuresAPrimitiveBesideItsBound() {
        int code = run("primitives", "json", "1", "^secret");

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("\"name\" : \"secret made and wiped\"")
                .containsPattern("\"nanos\" : [1-9]")
                .containsPattern("\"boundNanos\" : [1-9]")
                .containsPattern("\"ratio\" : [0-9]");
        assertThat(err.toString()).contains("2 of 2: HashBenchmark.bareMemory");
    }

    @Test
    void refusesAFilterThatFindsNothing() {
        int code = run("primitives", "text", "1", "^no such");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--filter ^no such");
    }

    private int run(String... args) {
        return new Main(new PrintWriter(out, true), new PrintWriter(err, true)).run(List.of(args));
    }
}
