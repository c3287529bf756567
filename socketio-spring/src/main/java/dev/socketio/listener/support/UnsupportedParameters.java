package dev.socketio.listener.support;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerParameter;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.ClassUtils;

/**
 * Refuses parameters with annotations that have a meaning elsewhere in Spring. Without
 * it, such a parameter would be a payload: the client would choose what the listener
 * takes for a header or a user.
 */
final class UnsupportedParameters {

	private static final List<String> PACKAGES = List.of("org.springframework.web.bind.annotation.",
			"org.springframework.messaging.handler.", "org.springframework.security.");

	/** Annotations of these packages that have their meaning on listeners too. */
	private static final List<String> SUPPORTED = List.of(
			"org.springframework.security.core.annotation.AuthenticationPrincipal",
			"org.springframework.security.core.annotation.CurrentSecurityContext",
			"org.springframework.security.core.parameters.P");

	private static final String HEADER = "@HandshakeHeader";

	private static final String VARIABLE = "@SocketNamespaceVariable";

	/** What to use in place of an annotation, by its simple name. */
	private static final Map<String, String> INSTEAD = Map.ofEntries(Map.entry("RequestHeader", HEADER),
			Map.entry("CookieValue", "@HandshakeCookie"), Map.entry("RequestParam", "@HandshakeParam"),
			Map.entry("Header", HEADER), Map.entry("Headers", HEADER), Map.entry("PathVariable", VARIABLE),
			Map.entry("DestinationVariable", VARIABLE), Map.entry("RequestBody", "@SocketPayload"),
			Map.entry("Payload", "@SocketPayload"), Map.entry("ModelAttribute", "@SocketPayload"),
			Map.entry("SessionAttribute", "@SocketData"), Map.entry("RequestAttribute", "@SocketData"));

	private UnsupportedParameters() {
	}

	/**
	 * Check the annotations of a parameter.
	 * @param parameter the parameter
	 * @throws InvalidListenerException if one of them is not supported
	 */
	static void check(ListenerParameter parameter) {
		for (MergedAnnotation<Annotation> annotation : parameter.annotations()) {
			String name = annotation.getType().getName();
			if (PACKAGES.stream().anyMatch(name::startsWith) && !isSupported(annotation)) {
				throw parameter.invalid("has @" + ClassUtils.getShortName(annotation.getType())
						+ ", which listeners do not know: it would receive what the client sends."
						+ instead(annotation.getType()));
			}
		}
	}

	/** Annotations on a supported one belong to it. */
	private static boolean isSupported(MergedAnnotation<?> annotation) {
		for (MergedAnnotation<?> one = annotation; one != null; one = one.getMetaSource()) {
			if (SUPPORTED.contains(one.getType().getName())) {
				return true;
			}
		}
		return false;
	}

	private static String instead(Class<?> annotation) {
		String instead = INSTEAD.get(annotation.getSimpleName());
		return (instead != null) ? " Use " + instead + "." : "";
	}

}
