package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.service.TemporaryFolder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Chromium without a window, in a process of its own with a profile of its own. It trusts one authority.
final class BenchChromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");
    private static final String LISTENS = "DevTools listening on ";
    private static final int END_TIMEOUT_S = 10;

    private final Process process;
    private final TemporaryFolder profile;
    private final DevTools tools;

    private BenchChromium(Process process, TemporaryFolder profile, DevTools tools) {
        this.process = process;
        this.profile = profile;
        this.tools = tools;
    }

    /// Where it is.
    ///
    /// @param environment whose `PATH` is looked through
    static Optional<Path> find(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// @param folder where its profile may be
    static BenchChromium start(Path program, Path folder, X509Certificate authority) {
        TemporaryFolder profile = TemporaryFolder.in(folder, "chromium");
        try {
            Process process =
                    new ProcessBuilder(
                                    program.toString(),
                                    "--headless=new",
                                    "--remote-debugging-port=0",
                                    "--user-data-dir=" + profile.path(),
                                    "--no-first-run",
                                    "--disable-gpu",
                                    "--disable-dev-shm-usage",
                                    // it opens no page but the bench's own, and root has no other
                                    // way
                                    "--no-sandbox",
                                    "--host-resolver-rules=MAP localhost 127.0.0.1",
                                    "--ignore-certificate-errors-spki-list=" + pin(authority),
                                    "about:blank")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new BenchChromium(process, profile, DevTools.connect(endpoint(process)));
        } catch (IOException e) {
            profile.close();
            throw new Fault(Fault.Kind.UNAVAILABLE, program + " does not start", e);
        }
    }

    /// What it says when it is ready; what it says afterwards is nothing to us.
    private static URI endpoint(Process process) throws IOException {
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            if (line.startsWith(LISTENS)) {
                Thread.ofVirtual().start(() -> drain(err));
                return URI.create(line.substring(LISTENS.length()).strip());
            }
        }
        throw new IOException("it ended before it listened");
    }

    private static void drain(BufferedReader err) {
        try (err) {
            while (err.readLine() != null) {
                // it must not wait for a reader
            }
        } catch (IOException _) {
            // it ended
        }
    }

    /// The SHA-256 of the authority's public key (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7), as Chromium pins keys.
    private static String pin(X509Certificate authority) {
        Bytes digest = Sha256.digest(authority.getPublicKey().getEncoded());
        return Base64.getEncoder().encodeToString(digest.toArray());
    }

    DevTools tools() {
        return tools;
    }

    @Override
    public void close() {
        tools.close();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        profile.close();
    }
}
