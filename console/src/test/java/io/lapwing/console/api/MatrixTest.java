package io.lapwing.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.console.api.Samples.Whose;
import io.lapwing.service.people.EuiRange;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import io.lapwing.service.people.Target;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every operation × every role, everywhere and within a scope × an own, a foreign and an unknown object: each answers as
/// permission and scope say.
class MatrixTest {
    /// Someone, and the name under which he is shown.
    record Someone(String title, Role role, Scope scope) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Someone> everyone() {
        List<Someone> all = new ArrayList<>();
        for (Role role : Role.values()) {
            if (role != Role.OWNER) {
                all.add(new Someone(role.word() + " everywhere", role, Scope.EVERYTHING));
            }
            all.add(new Someone(role.word() + " in a scope", role, scope(role)));
        }
        return all.stream();
    }

    /// A scope as the role usually has one.
    private static Scope scope(Role role) {
        return switch (role) {
            case ADMINISTRATOR, OPERATOR, OWNER, AUDITOR -> Scope.ofOwner("acme");
            case SERVICE_PROVIDER ->
                    new Scope(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("000001"),
                            new TreeMap<>());
            case PROVISIONING_AGENT ->
                    new Scope(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(EuiRange.parse("70B3D57ED0000000/40")),
                            Optional.empty(),
                            new TreeMap<>());
        };
    }

    @Test
    void hasAnEntryForEveryOperation() {
        try (ApiBed bed = new ApiBed()) {
            assertThat(bed.operations.stream().map(Samples::key))
                    .containsExactlyInAnyOrderElementsOf(Samples.ALL.keySet());
        }
    }

    @Test
    void knowsNobodyWithoutAToken() throws Exception {
        Map<String, Integer> wrong = new LinkedHashMap<>();
        try (ApiBed bed = new ApiBed()) {
            for (Operation operation : bed.operations) {
                Samples.Sample sample = Samples.of(operation);
                HttpResponse<String> answer =
                        bed.send(
                                Optional.empty(),
                                operation.method(),
                                Samples.path(operation, Whose.OWN),
                                sample.body(),
                                sample.headers());
                if (answer.statusCode() != 401) {
                    wrong.put(Samples.key(operation), answer.statusCode());
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyone")
    void answersAsPermissionAndScopeSay(Someone someone) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (ApiBed bed = new ApiBed()) {
            Principal who = bed.someone(someone.role(), someone.scope());
            for (Operation operation : bed.operations) {
                if (Samples.of(operation).kind() != Samples.Kind.STREAM) {
                    wrong.addAll(tried(bed, operation, who));
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    /// What differs from what permission and scope say.
    private static List<String> tried(ApiBed bed, Operation operation, Principal who)
            throws Exception {
        List<String> wrong = new ArrayList<>();
        Set<String> hidden = new TreeSet<>();
        for (Whose whose : Whose.values()) {
            bed.fill(who.toString());
            Samples.Sample sample = Samples.of(operation);
            HttpResponse<String> answer =
                    bed.send(
                            Optional.of(who),
                            operation.method(),
                            Samples.path(operation, whose),
                            sample.body(whose),
                            sample.headers());
            int expected = expected(operation, who, whose);
            String what = Samples.key(operation) + " by " + who + ", " + whose;
            if (answer.statusCode() != expected) {
                wrong.add(what + ": " + answer.statusCode() + ", want " + expected);
            }
            if (isServiceProvider(who) && tellsOfAppSKeys(operation, answer)) {
                wrong.add(what + ": tells of AppSKeys");
            }
            if (answer.statusCode() == 404) {
                hidden.add(answer.headers().map().get("content-type") + answer.body());
            }
        }
        if (hidden.size() > 1) {
            wrong.add(Samples.key(operation) + ": foreign and unknown differ: " + hidden);
        }
        return wrong;
    }

    private static boolean isServiceProvider(Principal who) {
        return who.grants().getFirst().role() == Role.SERVICE_PROVIDER;
    }

    private static boolean tellsOfAppSKeys(Operation operation, HttpResponse<String> answer) {
        // the description is the same for all, and says that there are such keys
        boolean description = Samples.of(operation).kind() == Samples.Kind.DESCRIPTION;
        String body = answer.body().toLowerCase(Locale.ROOT);
        return !description
                && (body.contains("appskey")
                        || body.contains("applicationserver")
                        || body.contains("acme-kek")
                        || body.contains("acme-as"));
    }

    /// What permission and scope say of it.
    private static int expected(Operation operation, Principal who, Whose whose) {
        Permission permission = operation.permission();
        Samples.Sample sample = Samples.of(operation);
        int good = operation.gives().status();
        if (!who.may(permission)) {
            return 403;
        }
        boolean everything = who.may(permission, Target.PLATFORM);
        return switch (sample.kind()) {
            case ANYTHING, DESCRIPTION, STREAM -> good;
            case PLATFORM -> everything ? good : 403;
            case PLATFORM_OBJECT -> !everything ? 403 : whose == Whose.UNKNOWN ? 404 : good;
            case DEVICE -> device(who, permission, whose) ? good : 404;
            case NEW_DEVICE ->
                    device(who, permission, whose == Whose.FOREIGN ? whose : Whose.OWN)
                            ? good
                            : 403;
            case NEW_PEER -> whose != Whose.FOREIGN || everything ? good : 403;
            case PEER, THING ->
                    whose == Whose.OWN || (whose == Whose.FOREIGN && everything) ? good : 404;
        };
    }

    private static boolean device(Principal who, Permission permission, Whose whose) {
        Target target =
                MemoryDevices.target(
                        whose == Whose.FOREIGN
                                ? MemoryDevices.view(
                                        ApiBed.FOREIGN, "70B3D57ED1000001", "other", "000002")
                                : MemoryDevices.view(
                                        ApiBed.OWN, "70B3D57ED0000001", "acme", "000001"));
        return whose != Whose.UNKNOWN && who.may(permission, target);
    }
}
