package io.lapwing.lab;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.http.Router;
import java.util.List;
import java.util.stream.Stream;

/// Any request to the pages or the API, of somebody who may do everything, is answered or refused: its path, query, headers,
/// cookies, form or JSON never lead to anything else, and nothing of it breaks a header of the answer.
public final class RequestFuzz {
    private static final int FIRST_FAULT = 500;

    // Jazzer calls a static method; nothing of an input stays in these.
    private static final List<Route> ROUTES = NoDesks.routes();
    private static final Router ROUTER = new Router(ROUTES);

    private RequestFuzz() {}

    static List<Bytes> seeds() {
        return Stream.concat(
                        ROUTES.stream().map(RequestFuzz::plain),
                        RequestSeeds.withContent().stream())
                .toList();
    }

    /// A request that leads to the route.
    private static Bytes plain(Route route) {
        String path = route.path().replaceAll("\\{devEui}", Samples.DEV_EUI.toString());
        String start = route.method() + " " + path.replaceAll("\\{[^}]*}", "1") + "\n";
        if (route.method().equals("GET")) {
            return Samples.text(start + "\n");
        }
        return Samples.text(
                path.startsWith("/api/")
                        ? start + "Content-Type: application/json\n\n{}"
                        : start
                                + "Content-Type: application/x-www-form-urlencoded\n"
                                + "Sec-Fetch-Site: same-origin\n\ncsrf="
                                + NoDesks.CSRF);
    }

    /// For Jazzer: what stands above is made before the first input, whose time is taken.
    public static void fuzzerInitialize() {}

    /// For Jazzer.
    public static void fuzzerTestOneInput(byte[] octets) {
        try {
            AskedInText request = AskedInText.parse(Bytes.of(octets));
            switch (ROUTER.find(request.method(), request.rawPath())) {
                case Router.Found.Match match ->
                        check(match.route().handler().handle(request.with(match.parameters())));
                case Router.Found.OtherMethod _, Router.Found.Nothing _ -> {}
            }
        } catch (Fault fault) {
            switch (fault.kind()) {
                case BAD_INPUT, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT, EXHAUSTED -> {}
                case UNAVAILABLE, TAMPERED, INTERNAL -> throw fault;
            }
        }
    }

    private static void check(Response response) {
        if (response.status() >= FIRST_FAULT) {
            throw new AssertionError("status " + response.status());
        }
        response.headers()
                .forEach((name, value) -> {
                    if (!(name + value).chars().allMatch(c -> c >= ' ' && c != 0x7f)) {
                        throw new AssertionError("the header " + name + " is broken");
                    }
                });
    }

    /// For the test of the seeds.
    static boolean leadsSomewhere(Bytes seed) {
        AskedInText request = AskedInText.parse(seed);
        return ROUTER.find(request.method(), request.rawPath()) instanceof Router.Found.Match;
    }
}
