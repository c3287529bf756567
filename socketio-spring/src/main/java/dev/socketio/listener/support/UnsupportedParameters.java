package dev.socketio.listener.support;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.socketio.listener.HandshakeCookie;
import dev.socketio.listener.HandshakeHeader;
import dev.socketio.listener.HandshakeParam;
import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketData;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketNamespaceVariable;
import dev.socketio.listener.SocketPayload;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/**
 * Refuses parameters with annotations that have a meaning elsewhere, and parameters with
 * several sources. Without it, such a parameter could be a payload: the client would
 * choose what the listener takes for a header, a user or a setting.
 */
final class UnsupportedParameters {

	private static final List<String> PACKAGES = List.of("org.springframework.web.bind.annotation.",
			"org.springframework.messaging.handler.", "org.springframework.security.",
			"org.springframework.beans.factory.annotation.", "org.springframework.graphql.data.method.annotation.",
			"jakarta.inject.", "jakarta.ws.rs.");

	/** Packages whose annotations say that a value does not come from the sender. */
	private static final List<String> TRUSTED = List.of("org.springframework.messaging.handler.",
			"org.springframework.security.");

	private static final String SECURITY_ANNOTATIONS = "org.springframework.security.core.annotation.";

	/** Annotations that say where an argument comes from. */
	private static final Set<String> SOURCES = Set.of(SocketPayload.class.getName(), SocketAuth.class.getName(),
			SocketData.class.getName(), SocketEventName.class.getName(), SocketNamespaceVariable.class.getName(),
			HandshakeHeader.class.getName(), HandshakeParam.class.getName(), HandshakeCookie.class.getName(),
			SECURITY_ANNOTATIONS + "AuthenticationPrincipal", SECURITY_ANNOTATIONS + "CurrentSecurityContext");

	/** Annotations of these packages that have their meaning on listeners too. */
	private static final List<String> SUPPORTED = List.of(SECURITY_ANNOTATIONS + "AuthenticationPrincipal",
			SECURITY_ANNOTATIONS + "CurrentSecurityContext", "org.springframework.security.core.parameters.P");

	private static final String HEADER = "@HandshakeHeader";

	private static final String VARIABLE = "@SocketNamespaceVariable";

	private static final String CONSTRUCTOR = "the constructor of the listener";

	/** What to use in place of an annotation, by its simple name. */
	private static final Map<String, String> INSTEAD = Map.ofEntries(Map.entry("RequestHeader", HEADER),
			Map.entry("CookieValue", "@HandshakeCookie"), Map.entry("RequestParam", "@HandshakeParam"),
			Map.entry("Header", HEADER), Map.entry("Headers", HEADER), Map.entry("PathVariable", VARIABLE),
			Map.entry("DestinationVariable", VARIABLE), Map.entry("RequestBody", "@SocketPayload"),
			Map.entry("Payload", "@SocketPayload"), Map.entry("ModelAttribute", "@SocketPayload"),
			Map.entry("SessionAttribute", "@SocketData"), Map.entry("RequestAttribute", "@SocketData"),
			Map.entry("Argument", "@SocketPayload"), Map.entry("HeaderParam", HEADER),
			Map.entry("QueryParam", "@HandshakeParam"), Map.entry("CookieParam", "@HandshakeCookie"),
			Map.entry("PathParam", VARIABLE), Map.entry("Value", CONSTRUCTOR), Map.entry("Autowired", CONSTRUCTOR),
			Map.entry("Qualifier", CONSTRUCTOR), Map.entry("Inject", CONSTRUCTOR), Map.entry("Named", CONSTRUCTOR));

	private UnsupportedParameters() {
	}

	/**
	 * Check the annotations of a parameter.
	 * @param parameter the parameter
	 * @throws InvalidListenerException if one of them is not supported, or several of
	 * them say where the argument comes from
	 */
	static void check(ListenerParameter parameter) {
		List<String> sources = new ArrayList<>();
		for (MergedAnnotation<Annotation> annotation : parameter.annotations()) {
			String name = annotation.getType().getName();
			if (PACKAGES.stream().anyMatch(name::startsWith) && !isSupported(annotation)) {
				throw parameter.invalid("has @" + ClassUtils.getShortName(annotation.getType())
						+ ", which listeners do not know: it would receive what the client sends."
						+ instead(annotation.getType()));
			}
			if (SOURCES.contains(name)) {
				sources.add("@" + ClassUtils.getShortName(annotation.getType()));
			}
		}
		if (sources.size() > 1) {
			throw parameter.invalid("has several sources: " + String.join(", ", sources) + ". Use one of them.");
		}
	}

	/**
	 * Find an annotation that promises a value which does not come from the sender.
	 * @param element a constructor parameter or a component of a payload
	 * @return its annotation type, or {@code null} if there is none
	 */
	static @Nullable Class<?> trusted(AnnotatedElement element) {
		for (MergedAnnotation<Annotation> annotation : MergedAnnotations.from(element)) {
			if (TRUSTED.stream().anyMatch(annotation.getType().getName()::startsWith)) {
				return annotation.getType();
			}
		}
		return null;
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
