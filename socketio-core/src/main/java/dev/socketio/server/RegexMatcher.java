package dev.socketio.server;

import java.util.Map;
import java.util.regex.Pattern;

import dev.socketio.protocol.Arguments;
import reactor.core.publisher.Mono;

/**
 * Matches names by a regular expression.
 */
final class RegexMatcher implements NamespaceMatcher {

	private final Pattern pattern;

	RegexMatcher(Pattern pattern) {
		this.pattern = pattern;
	}

	@Override
	public Mono<Map<String, String>> match(String name, Arguments auth) {
		return this.pattern.matcher(name).find() ? Mono.just(Map.of()) : Mono.empty();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RegexMatcher that && this.pattern.flags() == that.pattern.flags()
				&& this.pattern.pattern().equals(that.pattern.pattern());
	}

	@Override
	public int hashCode() {
		return this.pattern.pattern().hashCode();
	}

}
