package io.lapwing.service.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapTest {
    @TempDir private Path folder;
    private World world;
    private Path file;

    @BeforeEach
    void open() {
        world = new World(folder.resolve("store"));
        file = folder.resolve("first-run");
        assertThat(world.people.bootstrap().open(file)).isPresent();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String written() throws IOException {
        return Files.readString(file).strip();
    }

    private SignIn use(String secret, String password) {
        try (Secret chosen = World.secret(password)) {
            return world.people.bootstrap().use(secret, "root", chosen, World.HOME);
        }
    }

    @Test
    void makesTheFirstAdministratorWhoEnrolsASecondFactor() throws IOException {
        String secret = written();
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));

        SignIn begun = use(secret, World.PASSWORD);
        String flow = ((SignIn.EnrolmentWanted) begun).flow();
        String key = world.people.signIns().beginTotp(flow).secret();
        SignIn done = world.people.signIns().confirmTotp(flow, world.code(key), World.HOME);

        assertThat(permissions).isEqualTo("rw-------");
        assertThat(file).doesNotExist();
        Session session = ((SignIn.Done) done).opened().session();
        assertThat(world.people.principal(session).orElseThrow().may(Permission.PEOPLE_CHANGE))
                .isTrue();
        assertThat(world.people.bootstrap().open(file)).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void takesTheSecretOnce() throws IOException {
        String secret = written();

        SignIn first = use(secret, World.PASSWORD);
        SignIn again = use(secret, World.PASSWORD);

        assertThat(first).isInstanceOf(SignIn.EnrolmentWanted.class);
        assertThat(again).isEqualTo(new SignIn.Refused());
    }

    @Test
    void takesTheSecretForFifteenMinutes() throws IOException {
        world.clock.pass(Bootstrap.LIFE);

        assertThat(use(written(), World.PASSWORD)).isEqualTo(new SignIn.Refused());
        world.assertAudited("bootstrap.use", "refused");
    }

    @Test
    void keepsTheSecretWhenThePasswordIsNotToBeTaken() throws IOException {
        String secret = written();

        assertThatThrownBy(() -> use(secret, "short")).isInstanceOf(Fault.class);

        assertThat(use(secret, World.PASSWORD)).isInstanceOf(SignIn.EnrolmentWanted.class);
    }

    @Test
    void startsAnewAfterARunThatBrokeOff() throws IOException {
        SignIn _ = use(written(), World.PASSWORD);
        assertThat(world.people.bootstrap().open(file)).isPresent();

        SignIn again = use(written(), "another long password");

        assertThat(again).isInstanceOf(SignIn.EnrolmentWanted.class);
    }

    @Test
    void refusesGuesses() {
        assertThat(List.of(use("x", World.PASSWORD), use("", World.PASSWORD)))
                .containsOnly(new SignIn.Refused());
    }
}
