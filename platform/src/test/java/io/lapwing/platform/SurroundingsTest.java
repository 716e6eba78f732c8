package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SurroundingsTest {
    @Test
    void keepsAUsersDataInTheirHome() {
        assertThat(new Trial().surroundings().dataFolder())
                .hasToString("/home/ada/.local/share/lapwing");
    }

    @Test
    void keepsAUsersDataWhereXdgSays() {
        var trial = new Trial().with("XDG_DATA_HOME", "/mnt/data");

        assertThat(trial.surroundings().dataFolder()).hasToString("/mnt/data/lapwing");
    }

    @Test
    void keepsRootsDataInTheSystemsPlace() {
        assertThat(new Trial().surroundings("root").dataFolder()).hasToString("/var/lib/lapwing");
    }

    @Test
    void obeysTheEnvironmentFirst() {
        var trial = new Trial().with("LAPWING_DATA", "/srv/keys");

        assertThat(trial.surroundings("root").dataFolder()).hasToString("/srv/keys");
    }

    @Test
    void meansTheWorkingFolderByARelativePath() {
        var trial = new Trial().with("LAPWING_DATA", "keys");

        assertThat(trial.surroundings().dataFolder()).hasToString("/home/ada/work/keys");
    }
}
