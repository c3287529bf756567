package dev.socketio.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The cookie of the first polling response, which contains the id of the session. It only
 * serves load balancers with sticky sessions; the server never reads it. Immutable.
 *
 * @since 0.1.0
 */
public final class CookieOptions {

	/** The cookie that {@code cookie: true} means in Node.js. */
	public static final CookieOptions DEFAULT = builder().build();

	private final String name;

	private final @Nullable String path;

	private final @Nullable String domain;

	private final @Nullable Duration maxAge;

	private final boolean httpOnly;

	private final boolean secure;

	private final @Nullable String sameSite;

	private CookieOptions(Builder builder) {
		this.name = builder.name;
		this.path = builder.path;
		this.domain = builder.domain;
		this.maxAge = builder.maxAge;
		this.httpOnly = builder.httpOnly;
		this.secure = builder.secure;
		this.sameSite = builder.sameSite;
	}

	/**
	 * Create a builder that has the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the name.
	 * @return the name, {@code io} by default
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the {@code Path} attribute.
	 * @return the path, {@code /} by default, or {@code null} for none
	 */
	public @Nullable String path() {
		return this.path;
	}

	/**
	 * Return the {@code Domain} attribute.
	 * @return the domain, or {@code null}, the default, for none
	 */
	public @Nullable String domain() {
		return this.domain;
	}

	/**
	 * Return the {@code Max-Age} attribute.
	 * @return the lifetime, or {@code null}, the default, for a session cookie
	 */
	public @Nullable Duration maxAge() {
		return this.maxAge;
	}

	/**
	 * Return whether the cookie has the {@code HttpOnly} attribute.
	 * @return {@code true} by default
	 */
	public boolean httpOnly() {
		return this.httpOnly;
	}

	/**
	 * Return whether the cookie has the {@code Secure} attribute.
	 * @return {@code false} by default
	 */
	public boolean secure() {
		return this.secure;
	}

	/**
	 * Return the {@code SameSite} attribute.
	 * @return the value, {@code Lax} by default, or {@code null} for none
	 */
	public @Nullable String sameSite() {
		return this.sameSite;
	}

	/**
	 * Builds {@link CookieOptions}.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private String name = "io";

		private @Nullable String path = "/";

		private @Nullable String domain;

		private @Nullable Duration maxAge;

		private boolean httpOnly = true;

		private boolean secure;

		private @Nullable String sameSite = "Lax";

		private Builder() {
		}

		/**
		 * Set the name.
		 * @param cookieName the name
		 * @return this builder
		 */
		public Builder name(String cookieName) {
			this.name = cookieName;
			return this;
		}

		/**
		 * Set the {@code Path} attribute.
		 * @param cookiePath the path, or {@code null} for none
		 * @return this builder
		 */
		public Builder path(@Nullable String cookiePath) {
			this.path = cookiePath;
			return this;
		}

		/**
		 * Set the {@code Domain} attribute.
		 * @param cookieDomain the domain, or {@code null} for none
		 * @return this builder
		 */
		public Builder domain(@Nullable String cookieDomain) {
			this.domain = cookieDomain;
			return this;
		}

		/**
		 * Set the {@code Max-Age} attribute.
		 * @param lifetime the lifetime, or {@code null} for a session cookie
		 * @return this builder
		 */
		public Builder maxAge(@Nullable Duration lifetime) {
			this.maxAge = lifetime;
			return this;
		}

		/**
		 * Set whether the cookie has the {@code HttpOnly} attribute.
		 * @param only {@code true} to hide the cookie from scripts
		 * @return this builder
		 */
		public Builder httpOnly(boolean only) {
			this.httpOnly = only;
			return this;
		}

		/**
		 * Set whether the cookie has the {@code Secure} attribute.
		 * @param only {@code true} if the cookie is sent over TLS only
		 * @return this builder
		 */
		public Builder secure(boolean only) {
			this.secure = only;
			return this;
		}

		/**
		 * Set the {@code SameSite} attribute.
		 * @param value {@code Strict}, {@code Lax}, {@code None}, or {@code null} for no
		 * attribute
		 * @return this builder
		 */
		public Builder sameSite(@Nullable String value) {
			this.sameSite = value;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public CookieOptions build() {
			return new CookieOptions(this);
		}

	}

}
