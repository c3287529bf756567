package dev.socketio.server;

import java.util.Map;
import java.util.regex.Pattern;

import dev.socketio.protocol.Arguments;
import reactor.core.publisher.Mono;

/**
 * Decides which names belong to a dynamic namespace.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamespaceMatcher {

	/**
	 * Match the name of a namespace that does not exist. Must not block.
	 * @param name the name, starting with a slash
	 * @param auth the client's credentials as the only argument, if it sent any
	 * @return the variables of the name, possibly none, if the namespace is to be
	 * created; nothing if not
	 */
	Mono<Map<String, String>> match(String name, Arguments auth);

	/**
	 * Match names by a regular expression.
	 * @param pattern the expression; it has to match somewhere in the name, as in
	 * JavaScript, unless it is anchored
	 * @return a matcher without variables, equal to others of the same expression and
	 * flags
	 */
	static NamespaceMatcher regex(Pattern pattern) {
		return new RegexMatcher(pattern);
	}

	/**
	 * Match names by a path template such as <code>/tenant-{id}</code>. A variable takes
	 * one or more characters other than a slash, {@code *} any number of them, and
	 * {@code **} at the end any characters.
	 * @param template the template
	 * @return a matcher with the variables of the template, equal to others of the same
	 * template
	 * @throws IllegalArgumentException if the template is malformed
	 */
	static NamespaceMatcher path(String template) {
		return new PathTemplate(template);
	}

}
