package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.service.Config;
import io.lapwing.service.people.OpenIdProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenIdConfigTest {
    private static final String LEAST =
            """
            [console.openid]
            issuer = "https://login.example/realms/main"
            client-id = "lapwing"
            """;

    @TempDir private Path folder = Path.of("");

    private static OpenIdConfig read(String more) {
        return Config.parse("lapwing.toml", LEAST + more, PlatformConfig.class)
                .console()
                .openid()
                .orElseThrow();
    }

    @Test
    void takesRs256TheSubjectAndNoGroupUnlessToldOtherwise() {
        OpenIdProvider provider = read("").provider("https://js.example:8444", Map.of());

        assertThat(provider.algorithms()).containsExactly("RS256");
        assertThat(provider.claims()).isEqualTo(new OpenIdProvider.Claims("sub", Optional.empty()));
        assertThat(provider.client().redirect())
                .hasToString("https://js.example:8444/sign-in/openid/return");
        assertThat(provider.client().secret()).isEmpty();
    }

    @Test
    void readsAllThatCanBeDecided() {
        OpenIdConfig config =
                read(
                        """
                        algorithms = ["ES256", "EdDSA"]
                        label = "Sign in with River Watch"
                        subject-claim = "oid"
                        group = "lapwing"
                        group-claim = "roles"
                        hosts = ["keys.login.example:8443"]
                        """);
        OpenIdProvider provider = config.provider("https://js.example", Map.of());

        assertThat(config.button()).isEqualTo("Sign in with River Watch");
        assertThat(provider.algorithms()).isEqualTo(Set.of("ES256", "EdDSA"));
        assertThat(provider.hosts()).containsExactly("keys.login.example:8443");
        assertThat(provider.claims())
                .isEqualTo(
                        new OpenIdProvider.Claims(
                                "oid", Optional.of(new OpenIdProvider.Group("roles", "lapwing"))));
    }

    @Test
    void saysAtTheStartWhatIsWrong() {
        Map<String, String> wrong =
                Map.of(
                        "algorithms = [\"HS256\"]", "want one or more of",
                        "algorithms = []", "want one or more of",
                        "subject-claim = \"email\"", "want sub",
                        "group-claim = \"groups\"", "want group too",
                        "label = \"\"", "want 1 to 40 characters",
                        "hosts = [\"https://keys.example/\"]", "want a name and perhaps a port",
                        "client-secret = \"hunter2\"", "want file:/path or env:NAME",
                        "scopes = [\"openid\"]", "unknown key");

        wrong.forEach((line, said) ->
                assertThatThrownBy(() -> read(line))
                        .isInstanceOf(Fault.class)
                        .hasMessageContaining("console.openid")
                        .hasMessageContaining(said));
        assertThatThrownBy(() ->
                        Config.parse(
                                "lapwing.toml",
                                LEAST.replace("https:", "http:"),
                                PlatformConfig.class))
                .hasMessageContaining("issuer: want an https:// URL");
    }

    @Test
    void readsTheSecretOfAFileThatItsOwnerAloneMayRead() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "shared\n");
        OpenIdConfig config = read("client-secret = \"file:" + file + "\"");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> config.provider("https://js.example", Map.of()))
                .hasMessageContaining("can be read by others: want mode 0600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        try (var secret =
                config.provider("https://js.example", Map.of()).client().secret().orElseThrow()) {
            assertThat(secret.length()).isEqualTo("shared".length());
        }
    }
}
