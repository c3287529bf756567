package dev.socketio.listener.support;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.protocol.Arguments;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.http.HttpEntity;
import org.springframework.util.ClassUtils;

/**
 * Refuses types that no client can send, which an argument would pretend to have, and
 * types that cannot be written for a client.
 */
final class PayloadTypes {

	/** Types of this process, with their subtypes. */
	private static final List<Class<?>> LOCAL = List.of(Thread.class, ClassLoader.class, Executor.class, Future.class,
			BaseStream.class, InputStream.class, OutputStream.class, Reader.class, Writer.class, HttpEntity.class);

	/** Types that stand for code; a payload may well implement one of them. */
	private static final List<Class<?>> CODE = List.of(Runnable.class, Callable.class);

	private static final List<String> LOCAL_PACKAGES = List.of("java.util.function.", "kotlin.jvm.functions.",
			"dev.socketio.server.", "dev.socketio.engine.", "dev.socketio.adapter.", "dev.socketio.emitter.",
			"io.netty.", "io.micrometer.", "reactor.", "org.reactivestreams.", "jakarta.servlet.",
			"org.springframework.beans.", "org.springframework.context.", "org.springframework.core.env.",
			"org.springframework.http.client.", "org.springframework.http.codec.", "org.springframework.http.server.",
			"org.springframework.messaging.", "org.springframework.ui.", "org.springframework.web.");

	/**
	 * Packages of this library that have no types for payloads; others begin with them.
	 */
	private static final Set<String> LIBRARY = Set.of(ListenerParameter.class.getPackageName(),
			Arguments.class.getPackageName());

	/** Types that say who the client is, with their subtypes. */
	private static final List<Class<?>> IDENTITIES = identities();

	private static final String NOT_REACTIVE = "All arguments are there when the listener is called: use the type of"
			+ " the value.";

	private static final String SECURITY_PACKAGE = "org.springframework.security.";

	private PayloadTypes() {
	}

	private static List<Class<?>> identities() {
		List<Class<?>> types = new ArrayList<>(List.of(Principal.class));
		for (String name : List.of("org.springframework.security.core.AuthenticatedPrincipal",
				"org.springframework.security.core.context.SecurityContext",
				"org.springframework.security.core.userdetails.UserDetails")) {
			ClassLoader classLoader = PayloadTypes.class.getClassLoader();
			if (ClassUtils.isPresent(name, classLoader)) {
				types.add(ClassUtils.resolveClassName(name, classLoader));
			}
		}
		return List.copyOf(types);
	}

	/**
	 * Check the type of a parameter that receives what the client sends.
	 * @param parameter the parameter
	 * @throws InvalidListenerException if a client cannot send it
	 */
	static void checkParameter(ListenerParameter parameter) {
		for (Class<?> part : PayloadParts.of(parameter.genericType())) {
			String hint = null;
			if (isIdentity(part)) {
				hint = "Use @AuthenticationPrincipal or an Authentication parameter.";
			}
			else if (isReactive(part)) {
				hint = NOT_REACTIVE;
			}
			else if (isRequest(part)) {
				hint = "Use a Handshake parameter, or @HandshakeHeader, @HandshakeParam, @HandshakeCookie.";
			}
			else if (isLocal(part) || Throwable.class.isAssignableFrom(part)
					|| LIBRARY.contains(part.getPackageName())) {
				hint = "";
			}
			if (hint != null) {
				throw parameter
					.invalid("has the type " + part.getName() + ", which cannot come from a client. " + hint);
			}
		}
		PayloadParts.checkProperties(parameter);
	}

	/**
	 * Check the type of a parameter whose value is there when the listener is called.
	 * @param parameter the parameter
	 * @throws InvalidListenerException if it is a publisher or a future
	 */
	static void checkNotReactive(ListenerParameter parameter) {
		if (isReactive(parameter.type())) {
			throw parameter.invalid("has the type " + parameter.type().getName() + ". " + NOT_REACTIVE);
		}
	}

	/**
	 * Check the type of a value that a listener returns.
	 * @param method the listener
	 * @param type the type of the value, with all type variables resolved
	 * @throws InvalidListenerException if it cannot be sent to a client
	 */
	static void checkResult(Method method, Type type) {
		for (Class<?> part : PayloadParts.of(type)) {
			String hint = null;
			if (Future.class.isAssignableFrom(part) && !isReactive(part)) {
				hint = "Return a CompletionStage or a Mono.";
			}
			else if (isReactive(part)) {
				hint = "A Mono, Flux or CompletionStage has to be the whole result.";
			}
			else if (HttpEntity.class.isAssignableFrom(part)) {
				hint = "Return the body, or a SocketError.";
			}
			else if (isLocal(part) && !part.isEnum() || part == Arguments.class) {
				hint = "";
			}
			if (hint != null) {
				throw new InvalidListenerException(ClassUtils.getQualifiedMethodName(method) + " returns "
						+ part.getName() + ", which cannot be sent to a client. " + hint);
			}
		}
	}

	private static boolean isIdentity(Class<?> type) {
		return type.getName().startsWith(SECURITY_PACKAGE) || isAssignable(IDENTITIES, type);
	}

	private static boolean isReactive(Class<?> type) {
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	private static boolean isRequest(Class<?> type) {
		String name = type.getName();
		return HttpEntity.class.isAssignableFrom(type) || name.startsWith("org.springframework.http.server.")
				|| name.startsWith("org.springframework.web.server.") || name.startsWith("jakarta.servlet.");
	}

	private static boolean isLocal(Class<?> type) {
		return isAssignable(LOCAL, type) || CODE.contains(type)
				|| LOCAL_PACKAGES.stream().anyMatch(type.getName()::startsWith);
	}

	private static boolean isAssignable(List<Class<?>> candidates, Class<?> type) {
		return candidates.stream().anyMatch((candidate) -> candidate.isAssignableFrom(type));
	}

}
