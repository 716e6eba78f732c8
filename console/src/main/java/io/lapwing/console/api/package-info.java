/// The API: REST under `/api/v1`, as `openapi.json` describes it.
///
/// [io.lapwing.console.api.Api] is its list of routes. Each comes from an `Operation`, which says what a request may hold
/// and what its answers are; tests hold the operations against the description, both ways.
@NullMarked
package io.lapwing.console.api;

import org.jspecify.annotations.NullMarked;
