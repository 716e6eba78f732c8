package io.lapwing.console.api;

import io.lapwing.service.http.Access;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.util.LinkedHashSet;
import java.util.Set;

/// One thing that the API does: what a request may hold, what it answers, and who does it.
///
/// @param path below [#ROOT], with `{name}` for a segment
/// @param permission what its caller must have, on some object at least; the desk asks about the object
/// @param query names of query parameters; any other is refused
/// @param conditional whether it takes `If-Match`
/// @param action does it
record Operation(
        String method,
        String path,
        Permission permission,
        Set<String> query,
        Takes takes,
        Gives gives,
        boolean conditional,
        Action action) {
    /// Where the API begins.
    static final String ROOT = "/api/v1";

    /// Query parameters of every list.
    static final Set<String> PAGING = Set.of("after", "limit");

    /// What a request carries.
    sealed interface Takes {
        record Nothing() implements Takes {}

        /// A JSON document that is read into a record.
        record Document(Class<?> form, int limitBytes) implements Takes {}

        /// A file, read as it comes.
        record Upload(Set<String> types, long limitBytes) implements Takes {}
    }

    /// What an answer carries when all goes well.
    sealed interface Gives {
        int status();

        /// A JSON document.
        ///
        /// @param versioned whether it has an entity tag
        /// @param secret whether it shows something once; it is then kept nowhere, so `Idempotency-Key` is refused
        record Document(int status, Class<?> view, boolean versioned, boolean secret)
                implements Gives {}

        /// A page of a list.
        record Items(Class<?> view) implements Gives {
            @Override
            public int status() {
                return 200;
            }
        }

        /// A job that was started.
        record Job() implements Gives {
            @Override
            public int status() {
                return 202;
            }
        }

        record Nothing() implements Gives {
            @Override
            public int status() {
                return 204;
            }
        }

        /// A body of any length in one of these media types, the first unless `Accept` says otherwise.
        record Stream(Set<String> types) implements Gives {
            @Override
            public int status() {
                return 200;
            }
        }
    }

    /// Does what was asked.
    @FunctionalInterface
    interface Action {
        Response answer(Call call);
    }

    static Operation get(String path, Permission permission, Gives gives, Action action) {
        Set<String> query = gives instanceof Gives.Items ? PAGING : Set.of();
        return new Operation(
                "GET", path, permission, query, new Takes.Nothing(), gives, false, action);
    }

    static Operation post(
            String path, Permission permission, Takes takes, Gives gives, Action action) {
        return new Operation("POST", path, permission, Set.of(), takes, gives, false, action);
    }

    static Operation put(
            String path, Permission permission, Takes takes, Gives gives, Action action) {
        return new Operation("PUT", path, permission, Set.of(), takes, gives, true, action);
    }

    static Operation delete(String path, Permission permission, Gives gives, Action action) {
        return new Operation(
                "DELETE", path, permission, Set.of(), new Takes.Nothing(), gives, false, action);
    }

    static Takes nothing() {
        return new Takes.Nothing();
    }

    static Takes document(Class<?> form) {
        return new Takes.Document(form, Route.BODY_LIMIT_BYTES);
    }

    /// A document that is there already, or was changed.
    static Gives one(Class<?> view) {
        return new Gives.Document(200, view, false, false);
    }

    /// As [#one], with an entity tag.
    static Gives versioned(Class<?> view) {
        return new Gives.Document(200, view, true, false);
    }

    /// A document that was made.
    static Gives made(Class<?> view) {
        return new Gives.Document(201, view, true, false);
    }

    /// A document that shows a secret, this once.
    static Gives secret(int status, Class<?> view) {
        return new Gives.Document(status, view, false, true);
    }

    static Gives items(Class<?> view) {
        return new Gives.Items(view);
    }

    static Gives job() {
        return new Gives.Job();
    }

    /// The same with query parameters more.
    Operation asking(String... names) {
        Set<String> more = new LinkedHashSet<>(query);
        more.addAll(Set.of(names));
        return new Operation(
                method, path, permission, Set.copyOf(more), takes, gives, conditional, action);
    }

    /// The same, done only to the version that `If-Match` names.
    Operation onMatch() {
        return new Operation(method, path, permission, query, takes, gives, true, action);
    }

    /// The path with the root before it.
    String fullPath() {
        return ROOT + path;
    }

    /// Whether a caller may have it done once only, however often he asks: see [Idempotency].
    boolean repeatable() {
        return method.equals("POST")
                && !(gives instanceof Gives.Document document && document.secret());
    }

    Route route(Pipeline pipeline) {
        Route.Body body =
                switch (takes) {
                    case Takes.Nothing _ -> new Route.Body.Held(0);
                    case Takes.Document document -> new Route.Body.Held(document.limitBytes());
                    case Takes.Upload upload -> new Route.Body.Streamed(upload.limitBytes());
                };
        return new Route(
                method,
                fullPath(),
                Access.permitted(permission),
                body,
                request -> pipeline.handle(this, request));
    }
}
