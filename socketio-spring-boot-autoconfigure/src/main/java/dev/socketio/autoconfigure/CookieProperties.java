package dev.socketio.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Cookie of the first polling response, for load balancers that need it. The server
 * itself never reads it.
 *
 * @since 0.1.0
 */
public class CookieProperties {

	/**
	 * Whether to send a cookie with the id of the session.
	 */
	private boolean enabled;

	/**
	 * Name of the cookie.
	 */
	private String name = "io";

	/**
	 * Path of the cookie.
	 */
	private @Nullable String path = "/";

	/**
	 * Domain of the cookie.
	 */
	private @Nullable String domain;

	/**
	 * Time after which browsers forget the cookie. Without it they keep it for their
	 * session.
	 */
	private @Nullable Duration maxAge;

	/**
	 * Whether scripts cannot see the cookie.
	 */
	private boolean httpOnly = true;

	/**
	 * Whether the cookie is sent over TLS only.
	 */
	private boolean secure;

	/**
	 * SameSite attribute of the cookie.
	 */
	private SameSite sameSite = SameSite.LAX;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	public @Nullable String getPath() {
		return this.path;
	}

	public void setPath(@Nullable String path) {
		this.path = path;
	}

	public @Nullable String getDomain() {
		return this.domain;
	}

	public void setDomain(@Nullable String domain) {
		this.domain = domain;
	}

	public @Nullable Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(@Nullable Duration maxAge) {
		this.maxAge = maxAge;
	}

	public boolean isHttpOnly() {
		return this.httpOnly;
	}

	public void setHttpOnly(boolean httpOnly) {
		this.httpOnly = httpOnly;
	}

	public boolean isSecure() {
		return this.secure;
	}

	public void setSecure(boolean secure) {
		this.secure = secure;
	}

	public SameSite getSameSite() {
		return this.sameSite;
	}

	public void setSameSite(SameSite sameSite) {
		this.sameSite = sameSite;
	}

	/**
	 * Values of the {@code SameSite} attribute.
	 *
	 * @since 0.1.0
	 */
	public enum SameSite {

		/** Sent within the site only. */
		STRICT("Strict"),

		/** Sent within the site, and when a link leads to it. */
		LAX("Lax"),

		/** Always sent. */
		NONE("None"),

		/** No such attribute. */
		OMITTED(null);

		private final @Nullable String attribute;

		SameSite(@Nullable String attribute) {
			this.attribute = attribute;
		}

		@Nullable String attribute() {
			return this.attribute;
		}

	}

}
