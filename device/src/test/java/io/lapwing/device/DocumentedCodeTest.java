package io.lapwing.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The code that the documents show is code of this library as it is: it compiles, with what a reader would have at hand around it.
class DocumentedCodeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    @TempDir private Path classes;

    @ParameterizedTest
    @ValueSource(
            strings = {"docs/device-makers.md", "docs/protocols/zone.md", "docs/protocols/boot.md"})
    void compiles(String document) throws Exception {
        List<String> blocks = blocks(document);

        assertThat(blocks).isNotEmpty().allSatisfy(block -> assertThat(errors(block)).isEmpty());
    }

    @Test
    void wouldNotCompileWereItOfAnotherLibrary() throws Exception {
        assertThat(errors("Zone.open(\"nothing like this\");")).contains("cannot find symbol");
    }

    private static List<String> blocks(String document) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("ARCHITECTURE.md"))) {
            root = Objects.requireNonNull(root.getParent(), "run it in a clone");
        }
        return BLOCK.matcher(Files.readString(root.resolve(document)))
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private String errors(String block) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled =
                compiler.getTask(
                                said,
                                null,
                                null,
                                List.of(
                                        "-proc:none",
                                        "-d",
                                        classes.toString(),
                                        "-classpath",
                                        System.getProperty("java.class.path")),
                                null,
                                List.of(source(around(block))))
                        .call();
        return compiled ? "" : block + said;
    }

    /// With what the documents take for granted.
    private static String around(String block) {
        return """
        import io.lapwing.crypto.*;
        import io.lapwing.device.*;
        import io.lapwing.lorawan.*;
        import io.lapwing.lorawan.FrameBlocks.Transmission;
        import io.lapwing.oscore.*;
        import io.lapwing.vault.tpm.*;
        import java.io.InputStream;
        import java.net.InetSocketAddress;
        import java.nio.file.Path;
        import java.security.PublicKey;
        import java.util.*;
        class Shown {
            interface Radio { void send(PhyPayload frame); PhyPayload receive(); }
            Radio radio; Modem modem; Transmission transmission; Bytes reading; Random random; long timeMs;
            DeviceIdentity identity; Eui64 devEui; Eui64 joinEui; KeySlots slots; DeviceMemory memory;
            Secret nwkKey; Secret appKey; Secret key; Secret zoneKey; Bytes module;
            PublicKey makersKey; UUID vendor; UUID deviceClass; Path folder; Path file; Path versionsFile; Tpm tpm; ZonePlan plan; Zone zone; Bytes envelope; InputStream image;
            void start(BootOutcome.Running running) {}
            void report(List<BootRefusal> refused) {}
            void log(JoinOutcome.Reason reason, String why) {}
            void shown() throws Exception {
        %s
            }
        }
        """
                .formatted(block);
    }

    private static JavaFileObject source(String text) {
        return new SimpleJavaFileObject(
                URI.create("string:///Shown.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
