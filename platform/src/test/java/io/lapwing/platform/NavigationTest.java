package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.people.EuiRange;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What the console shows to somebody leads somewhere: each role, everywhere and within each kind of bounds, follows all
/// links of the navigation and of the pages behind it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NavigationTest {
    private static final Pattern NAVIGATION =
            Pattern.compile("<nav class=\"nav\".*?</nav>", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"(/[^\"#]*)");

    private Besieged world;

    @BeforeAll
    void open(@TempDir Path folder) {
        world = Besieged.open(folder);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private static List<Scope> scopes(Role role) {
        List<Scope> scopes = new ArrayList<>();
        scopes.add(Scope.ofOwner("acme"));
        if (role != Role.OWNER) {
            scopes.add(Scope.EVERYTHING);
            scopes.add(bounded(Optional.of("order-7"), Optional.empty(), Optional.empty()));
            scopes.add(
                    bounded(
                            Optional.empty(),
                            Optional.of("70B3D57ED0000000/40"),
                            Optional.empty()));
            scopes.add(bounded(Optional.empty(), Optional.empty(), Optional.of("000013")));
        }
        return scopes;
    }

    private static Scope bounded(
            Optional<String> order, Optional<String> joinEuis, Optional<String> netId) {
        return new Scope(
                Optional.empty(), order, joinEuis.map(EuiRange::parse), netId, new TreeMap<>());
    }

    @Test
    void leadsEveryRoleOnlyWhereItMayGo() {
        List<String> wrong = new ArrayList<>();
        int followed = 0;
        for (Role role : Role.values()) {
            for (Scope scope : scopes(role)) {
                String name = role.word() + followed;
                try (Besieged.Browser browser = world.signedIn(name, new Grant(role, scope))) {
                    List<String> places = links(navigation(browser.get("/").body()));
                    for (String place : places) {
                        RawHttps.Answer page = browser.get(place);
                        note(wrong, role, scope, place, page);
                        for (String further : links(content(page.body()))) {
                            note(wrong, role, scope, further, browser.get(further));
                            followed++;
                        }
                    }
                    followed += places.size();
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(followed).isGreaterThan(100);
    }

    private static void note(
            List<String> wrong, Role role, Scope scope, String path, RawHttps.Answer answer) {
        if (answer.status() != 200) {
            wrong.add(role.word() + " " + scope + " " + path + " " + answer.status());
        }
    }

    private static String navigation(String page) {
        return NAVIGATION
                .matcher(page)
                .results()
                .map(found -> found.group())
                .findFirst()
                .orElse("");
    }

    private static String content(String page) {
        return page.substring(Math.max(0, page.indexOf("<main")));
    }

    private static List<String> links(String html) {
        return LINK.matcher(html)
                .results()
                .map(found -> found.group(1).replace("&amp;", "&"))
                .filter(path -> !path.startsWith("/assets"))
                .distinct()
                .toList();
    }
}
