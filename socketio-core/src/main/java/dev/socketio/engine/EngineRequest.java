package dev.socketio.engine;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request to the endpoint, copied from objects that the web server may reuse.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class EngineRequest {

	private final String method;

	private final String uri;

	private final Map<String, String> query;

	private final Map<String, List<String>> headers;

	private final @Nullable String address;

	private final boolean secure;

	private final @Nullable Principal principal;

	private EngineRequest(Builder builder) {
		this.method = builder.method;
		this.uri = builder.uri;
		this.query = builder.query;
		this.headers = builder.headers;
		this.address = builder.address;
		this.secure = builder.secure;
		this.principal = builder.principal;
	}

	/**
	 * Create a builder.
	 * @param method the HTTP method
	 * @param uri path and query as sent
	 * @return a builder
	 */
	public static Builder builder(String method, String uri) {
		return new Builder(method, uri);
	}

	/**
	 * Return the HTTP method.
	 * @return the method
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Return path and query as sent.
	 * @return the request target
	 */
	public String uri() {
		return this.uri;
	}

	/**
	 * Return the decoded parameters of the query.
	 * @return the last value of each parameter
	 */
	public Map<String, String> query() {
		return this.query;
	}

	/**
	 * Return the headers.
	 * @return all values by lower-case name
	 */
	public Map<String, List<String>> headers() {
		return this.headers;
	}

	/**
	 * Return the first value of a header.
	 * @param name the lower-case name
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name);
		return (values != null && !values.isEmpty()) ? values.get(0) : null;
	}

	/**
	 * Return the IP address of the client.
	 * @return the address, or {@code null} if it is unknown
	 */
	public @Nullable String address() {
		return this.address;
	}

	/**
	 * Return whether the request was sent over TLS.
	 * @return {@code true} for {@code https} and {@code wss}
	 */
	public boolean isSecure() {
		return this.secure;
	}

	/**
	 * Return the user that the web application has authenticated.
	 * @return the user, or {@code null} if there is none
	 */
	public @Nullable Principal principal() {
		return this.principal;
	}

	/**
	 * Return the same request with a user.
	 * @param user the user, or {@code null} for none
	 * @return a copy
	 */
	public EngineRequest withPrincipal(@Nullable Principal user) {
		return new Builder(this.method, this.uri).query(this.query)
			.headers(this.headers)
			.address(this.address)
			.secure(this.secure)
			.principal(user)
			.build();
	}

	/**
	 * Builds an {@link EngineRequest}. Maps are not copied and must not change any more.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private final String method;

		private final String uri;

		private Map<String, String> query = Map.of();

		private Map<String, List<String>> headers = Map.of();

		private @Nullable String address;

		private boolean secure;

		private @Nullable Principal principal;

		private Builder(String method, String uri) {
			this.method = Objects.requireNonNull(method, "method");
			this.uri = Objects.requireNonNull(uri, "uri");
		}

		/**
		 * Set the decoded parameters of the query.
		 * @param parameters the last value of each parameter
		 * @return this builder
		 */
		public Builder query(Map<String, String> parameters) {
			this.query = Objects.requireNonNull(parameters, "parameters");
			return this;
		}

		/**
		 * Set the headers.
		 * @param values all values by lower-case name
		 * @return this builder
		 */
		public Builder headers(Map<String, List<String>> values) {
			this.headers = Objects.requireNonNull(values, "values");
			return this;
		}

		/**
		 * Set the IP address of the client.
		 * @param ip the address, or {@code null} if it is unknown
		 * @return this builder
		 */
		public Builder address(@Nullable String ip) {
			this.address = ip;
			return this;
		}

		/**
		 * Set whether the request was sent over TLS.
		 * @param tls {@code true} for {@code https} and {@code wss}
		 * @return this builder
		 */
		public Builder secure(boolean tls) {
			this.secure = tls;
			return this;
		}

		/**
		 * Set the user that the web application has authenticated.
		 * @param user the user, or {@code null} for none
		 * @return this builder
		 */
		public Builder principal(@Nullable Principal user) {
			this.principal = user;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public EngineRequest build() {
			return new EngineRequest(this);
		}

	}

}
