package dev.socketio.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The cookie of the first polling response. It only helps load balancers to be sticky;
 * the server never reads it.
 *
 * @param name the name, {@code io} in Node.js
 * @param path the path, or {@code null} for none
 * @param domain the domain, or {@code null} for none
 * @param maxAge how long it lives, or {@code null} for the browser session
 * @param httpOnly whether scripts cannot see it
 * @param secure whether it is sent over TLS only
 * @param sameSite {@code Strict}, {@code Lax}, {@code None}, or {@code null} for none
 * @since 0.1.0
 */
public record CookieOptions(String name, @Nullable String path, @Nullable String domain, @Nullable Duration maxAge,
		boolean httpOnly, boolean secure, @Nullable String sameSite) {

	/** What {@code cookie: true} means in Node.js. */
	public static final CookieOptions DEFAULT = new CookieOptions("io", "/", null, null, true, false, "Lax");

	String header(String value) {
		StringBuilder header = new StringBuilder(64).append(this.name).append('=').append(value);
		if (this.maxAge != null) {
			header.append("; Max-Age=").append(this.maxAge.toSeconds());
		}
		if (this.domain != null) {
			header.append("; Domain=").append(this.domain);
		}
		if (this.path != null) {
			header.append("; Path=").append(this.path);
		}
		if (this.httpOnly) {
			header.append("; HttpOnly");
		}
		if (this.secure) {
			header.append("; Secure");
		}
		if (this.sameSite != null) {
			header.append("; SameSite=").append(this.sameSite);
		}
		return header.toString();
	}

}
