package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.List;

/**
 * Pages of other origins that may connect. By default, none.
 *
 * @since 0.1.0
 */
public class CorsProperties {

	/**
	 * Origins to allow; "*" allows all, but not together with credentials.
	 */
	private List<String> allowedOrigins = List.of();

	/**
	 * Patterns of origins to allow, such as "https://*.example.com". Can be combined with
	 * credentials.
	 */
	private List<String> allowedOriginPatterns = List.of();

	/**
	 * HTTP methods to allow.
	 */
	private List<String> allowedMethods = List.of("GET", "POST");

	/**
	 * Request headers to allow; "*" allows all.
	 */
	private List<String> allowedHeaders = List.of("*");

	/**
	 * Response headers that pages can see.
	 */
	private List<String> exposedHeaders = List.of();

	/**
	 * Whether pages may send credentials such as cookies.
	 */
	private boolean allowCredentials;

	/**
	 * Time that browsers may keep the answer to a pre-flight request.
	 */
	private Duration maxAge = Duration.ofMinutes(30);

	public List<String> getAllowedOrigins() {
		return this.allowedOrigins;
	}

	public void setAllowedOrigins(List<String> allowedOrigins) {
		this.allowedOrigins = allowedOrigins;
	}

	public List<String> getAllowedOriginPatterns() {
		return this.allowedOriginPatterns;
	}

	public void setAllowedOriginPatterns(List<String> allowedOriginPatterns) {
		this.allowedOriginPatterns = allowedOriginPatterns;
	}

	public List<String> getAllowedMethods() {
		return this.allowedMethods;
	}

	public void setAllowedMethods(List<String> allowedMethods) {
		this.allowedMethods = allowedMethods;
	}

	public List<String> getAllowedHeaders() {
		return this.allowedHeaders;
	}

	public void setAllowedHeaders(List<String> allowedHeaders) {
		this.allowedHeaders = allowedHeaders;
	}

	public List<String> getExposedHeaders() {
		return this.exposedHeaders;
	}

	public void setExposedHeaders(List<String> exposedHeaders) {
		this.exposedHeaders = exposedHeaders;
	}

	public boolean isAllowCredentials() {
		return this.allowCredentials;
	}

	public void setAllowCredentials(boolean allowCredentials) {
		this.allowCredentials = allowCredentials;
	}

	public Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

}
