package io.lapwing.lab;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.AuditDesk;
import io.lapwing.console.Console;
import io.lapwing.console.Desks;
import io.lapwing.console.DeviceDesk;
import io.lapwing.console.EventDesk;
import io.lapwing.console.JobDesk;
import io.lapwing.console.KeyDesk;
import io.lapwing.console.OverviewDesk;
import io.lapwing.console.Page;
import io.lapwing.console.PeerDesk;
import io.lapwing.console.PeopleDesk;
import io.lapwing.console.SignInDesk;
import io.lapwing.console.TrustDesk;
import io.lapwing.console.Visits;
import io.lapwing.console.WebhookDesk;
import io.lapwing.console.api.Api;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pages and the API over desks behind which there is nothing: lists are empty, and nothing that is asked for is found.
final class NoDesks {
    /// What the forms of the one session carry.
    static final String CSRF = "token";

    private NoDesks() {}

    static List<Route> routes() {
        OverviewDesk overview = desk(OverviewDesk.class);
        DeviceDesk devices = desk(DeviceDesk.class);
        KeyDesk keys = desk(KeyDesk.class);
        PeerDesk peers = desk(PeerDesk.class);
        TrustDesk trust = desk(TrustDesk.class);
        AuditDesk audit = desk(AuditDesk.class);
        JobDesk jobs = desk(JobDesk.class);
        PeopleDesk people = desk(PeopleDesk.class);
        ApprovalDesk approvals = desk(ApprovalDesk.class);
        WebhookDesk webhooks = desk(WebhookDesk.class);
        EventDesk events = desk(EventDesk.class);
        FewRows answers = new FewRows();
        answers.hold();
        List<Route> api =
                Api.routes(
                        new Api.Desks(
                                overview, devices, keys, peers, trust, audit, jobs, people, events,
                                webhooks, approvals),
                        answers,
                        InstantSource.system());
        Visits visits = _ -> Optional.of(new Visits.Visit("0123456789abcdef", CSRF));
        List<Route> pages =
                Console.routes(
                        new Desks(
                                overview,
                                devices,
                                keys,
                                peers,
                                trust,
                                audit,
                                jobs,
                                people,
                                approvals,
                                webhooks,
                                desk(SignInDesk.class),
                                events),
                        visits);
        return Stream.concat(api.stream(), pages.stream()).toList();
    }

    private static <T> T desk(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> answer(method, arguments)));
    }

    private static @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments) {
        if (arguments != null) {
            for (@Nullable Object argument : arguments) {
                if (argument instanceof InputStream file) {
                    readAway(file);
                }
            }
        }
        Class<?> type = method.getReturnType();
        if (type == void.class) {
            return null;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == String.class) {
            return "none";
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == Page.class) {
            return new Page<>(List.of(), Optional.empty());
        }
        throw new Fault(Fault.Kind.NOT_FOUND, "nothing here");
    }

    private static void readAway(InputStream file) {
        try {
            long _ = file.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw Fault.badInput("a file that broke off: " + e.getMessage());
        }
    }
}
