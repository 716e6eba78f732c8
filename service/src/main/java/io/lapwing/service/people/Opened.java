package io.lapwing.service.people;

/// A session just begun, with what its browser keeps.
///
/// @param cookie the value of a `Set-Cookie` header
public record Opened(Session session, String cookie) {
    @Override
    public String toString() {
        return "Opened[" + session + ", cookie=[secret]]";
    }
}
