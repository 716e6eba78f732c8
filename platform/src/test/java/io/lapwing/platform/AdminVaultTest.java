package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminVaultTest {
    private static final String DEVICE = "70B3D57ED0000001";

    @TempDir Path folder;
    private AdminWorld world;
    private Platform platform;

    @BeforeEach
    void open() {
        world = AdminWorld.in(folder);
        platform = world.open();
        world.device(platform, DEVICE, "1.0.4");
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private int admin(String... args) {
        return world.inside(platform, args);
    }

    @Test
    void showsHowTheInstanceStands() {
        int text = admin("status");
        String page = world.out();
        admin("status", "--json");

        assertThat(text).isZero();
        assertThat(page).contains("vault key version 1").contains("1 provisioned");
        assertThat(AdminWorld.object(world.json(), "devices").get("provisioned")).hasToString("1");
        assertThat(world.json().get("certificatesEnding")).isEqualTo(List.of());
    }

    @Test
    void rotatesTheVaultKeyAndDestroysTheOldOne() {
        int early = world.askToDestroy(platform, 1);
        int rotated = admin("kek", "rotate", "--json");
        Map<?, ?> result = world.json();
        admin("kek", "status", "--json");
        Map<?, ?> status = world.json();
        int asked = world.askToDestroy(platform, 1);
        String id = String.valueOf(world.json().get("id"));
        int own = admin("approval", "approve", id);
        int destroyed = world.insideAs("bert", platform, "approval", "approve", id, "--json");
        Map<?, ?> approval = world.json();

        assertThat(early).isEqualTo(ExitCode.REFUSED.number());
        assertThat(rotated).as(world.err()).isZero();
        assertThat(result.get("version")).hasToString("2");
        assertThat(result.get("rewrapped")).hasToString("3");
        assertThat(status.get("behind")).isEqualTo(Map.of("device", 0, "receiver", 0));
        assertThat(asked).isZero();
        assertThat(own).isEqualTo(ExitCode.REFUSED.number());
        assertThat(destroyed).as(world.err()).isZero();
        assertThat(approval.get("state")).isEqualTo("done");
        assertThat(approval.get("result")).isEqualTo("vault key version 1 is destroyed");
        assertThat(AdminWorld.join(platform, DEVICE, "1.0.4", 1)).isEqualTo("Success");
    }

    @Test
    void goesOnWithARotationThatWasCutShort() {
        platform.vault().rotate();

        int code = admin("kek", "rotate", "--json");

        assertThat(code).isZero();
        assertThat(world.json().get("version")).hasToString("2");
        assertThat(world.json().get("resumed")).isEqualTo(true);
    }

    @Test
    void verifiesShowsAndProvesTheAuditLog() {
        int verified = admin("audit", "verify", "--json");
        Map<?, ?> found = world.json();
        int shown = admin("audit", "show", "--limit", "3");
        String table = world.out();
        int proven = admin("audit", "proof", "0", "--json");
        Map<?, ?> proof = world.json();
        int beyond = admin("audit", "proof", "1000000");

        assertThat(verified).isZero();
        assertThat(found.get("intact")).isEqualTo(true);
        assertThat(shown).isZero();
        assertThat(table).contains("device.import").contains("operator:anna");
        assertThat(table.lines()).allMatch(line -> line.length() <= 100);
        assertThat(proven).isZero();
        assertThat(proof.get("holds")).isEqualTo(true);
        assertThat(beyond).isEqualTo(ExitCode.REFUSED.number());
    }

    @Test
    void showsOnlyTheAuditRecordsThatAreLookedFor() {
        int receivers = admin("audit", "show", "--action", "receiver.", "--json");
        String ofReceivers = world.out();
        int first = admin("audit", "show", "--from", "0", "--action", "receiver.", "--limit", "1");
        String one = world.out();
        int none = admin("audit", "show", "--actor", "user:nobody", "--json");
        String ofNobody = world.out();

        assertThat(List.of(receivers, first, none)).containsOnly(0);
        assertThat(ofReceivers).contains("receiver.import").doesNotContain("\"peer.");
        assertThat(one.lines().filter(line -> line.contains("receiver."))).hasSize(1);
        assertThat(ofNobody).doesNotContain("\"index\"");
    }

    @Test
    void exportsTheAuditLogForACheckElsewhere() {
        admin("audit", "key");
        world.write("audit-key.pem", world.out());
        int exported = admin("audit", "export", "--out", "audit.jsonl");

        int intact = world.run("audit", "verify-export", "audit.jsonl", "--key", "audit-key.pem");
        world.write("audit.jsonl", world.read("audit.jsonl").replace("acme", "acne"));
        int falsified =
                world.run(
                        "audit",
                        "verify-export",
                        "audit.jsonl",
                        "--key",
                        "audit-key.pem",
                        "--json");

        assertThat(exported).isZero();
        assertThat(intact).as(world.err()).isZero();
        assertThat(falsified).isEqualTo(ExitCode.TAMPERED.number());
        assertThat(world.json().get("intact")).isEqualTo(false);
    }
}
