package dev.socketio.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.socketio.protocol.Arguments;
import reactor.core.publisher.Mono;

/**
 * Matches names by a template with variables.
 */
final class PathTemplate implements NamespaceMatcher {

	private static final Pattern TOKEN = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)\\}|\\*\\*$|\\*");

	private final String path;

	private final Pattern pattern;

	private final List<String> variables = new ArrayList<>();

	PathTemplate(String template) {
		this.path = template.startsWith("/") ? template : "/" + template;
		StringBuilder regex = new StringBuilder();
		Matcher token = TOKEN.matcher(this.path);
		int end = 0;
		while (token.find()) {
			literal(regex, this.path.substring(end, token.start()), template);
			if (token.group(1) != null) {
				this.variables.add(token.group(1));
				regex.append("([^/]+)");
			}
			else {
				regex.append("**".equals(token.group()) ? ".*" : "[^/]*");
			}
			end = token.end();
		}
		literal(regex, this.path.substring(end), template);
		this.pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
	}

	private static void literal(StringBuilder regex, String text, String template) {
		if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
			throw new IllegalArgumentException("Malformed variable in namespace template '" + template + "'");
		}
		regex.append(Pattern.quote(text));
	}

	@Override
	public Mono<Map<String, String>> match(String name, Arguments auth) {
		Matcher matcher = this.pattern.matcher(name);
		if (!matcher.matches()) {
			return Mono.empty();
		}
		Map<String, String> values = new LinkedHashMap<>();
		for (int i = 0; i < this.variables.size(); i++) {
			values.put(this.variables.get(i), matcher.group(i + 1));
		}
		return Mono.just(values);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof PathTemplate that && this.path.equals(that.path);
	}

	@Override
	public int hashCode() {
		return this.path.hashCode();
	}

}
