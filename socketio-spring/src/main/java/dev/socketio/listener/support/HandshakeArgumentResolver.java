package dev.socketio.listener.support;

import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.socketio.listener.HandshakeCookie;
import dev.socketio.listener.HandshakeHeader;
import dev.socketio.listener.HandshakeParam;
import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.server.Handshake;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.convert.ConversionService;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.server.MissingRequestValueException;

/**
 * Supplies values of the request that opened the connection.
 */
final class HandshakeArgumentResolver implements SocketArgumentResolver {

	private final ConversionService conversionService;

	HandshakeArgumentResolver(ConversionService conversionService) {
		this.conversionService = conversionService;
	}

	@Override
	public @Nullable ListenerArgument resolve(ListenerParameter parameter) {
		if (parameter.annotation(HandshakeHeader.class).isPresent()) {
			return named(parameter, HandshakeHeader.class, "header", HandshakeArgumentResolver::header,
					(handshake) -> headers(handshake).toSingleValueMap());
		}
		if (parameter.annotation(HandshakeParam.class).isPresent()) {
			return named(parameter, HandshakeParam.class, "query parameter",
					(handshake, name) -> handshake.query().get(name), Handshake::query);
		}
		if (parameter.annotation(HandshakeCookie.class).isPresent()) {
			return named(parameter, HandshakeCookie.class, "cookie", HandshakeArgumentResolver::cookie, null);
		}
		if (parameter.type() == HttpHeaders.class) {
			return (invocation) -> parameter.argument(headers(invocation.socket().handshake()));
		}
		if (parameter.type() == Locale.class) {
			return (invocation) -> parameter.argument(locale(invocation.socket().handshake()));
		}
		return null;
	}

	private ListenerArgument named(ListenerParameter parameter, Class<? extends Annotation> type, String kind,
			BiFunction<Handshake, String, @Nullable Object> values,
			@Nullable Function<Handshake, Map<String, String>> all) {
		MergedAnnotation<?> annotation = parameter.annotation(type);
		if (all != null && annotation.getString("name").isEmpty() && parameter.type() == Map.class) {
			return (invocation) -> parameter.argument(new LinkedHashMap<>(all.apply(invocation.socket().handshake())));
		}
		String name = parameter.name(annotation.getString("name"));
		String declared = annotation.getString("defaultValue");
		String defaultValue = declared.equals(ValueConstants.DEFAULT_NONE) ? null : declared;
		boolean required = annotation.getBoolean("required") && parameter.isRequired();
		if (!required && defaultValue == null && parameter.type().isPrimitive()) {
			throw parameter.invalid("is primitive, so it has to be required or have a default value");
		}
		ValueConverter converter = new ValueConverter(this.conversionService, parameter, kind + " '" + name + "'");
		return (invocation) -> {
			Object value = values.apply(invocation.socket().handshake(), name);
			if (value == null) {
				value = defaultValue;
			}
			Object converted = (value != null) ? converter.convert(value) : null;
			if (converted == null && required) {
				throw new MissingRequestValueException(name, parameter.type(), kind, parameter.methodParameter());
			}
			return parameter.argument(converted);
		};
	}

	private static @Nullable Object header(Handshake handshake, String name) {
		List<String> values = handshake.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
		return (values.size() > 1) ? values : values.stream().findFirst().orElse(null);
	}

	private static @Nullable Object cookie(Handshake handshake, String name) {
		for (String header : handshake.headers().getOrDefault("cookie", List.of())) {
			for (Cookie cookie : ServerCookieDecoder.STRICT.decode(header)) {
				if (cookie.name().equals(name)) {
					return cookie.value();
				}
			}
		}
		return null;
	}

	private static HttpHeaders headers(Handshake handshake) {
		HttpHeaders headers = new HttpHeaders();
		handshake.headers().forEach(headers::addAll);
		return headers;
	}

	private static Locale locale(Handshake handshake) {
		HttpHeaders headers = new HttpHeaders();
		headers.addAll(HttpHeaders.ACCEPT_LANGUAGE, handshake.headers().getOrDefault("accept-language", List.of()));
		List<Locale> locales = acceptable(headers);
		return locales.isEmpty() ? Locale.getDefault() : locales.get(0);
	}

	private static List<Locale> acceptable(HttpHeaders headers) {
		try {
			return headers.getAcceptLanguageAsLocales();
		}
		catch (IllegalArgumentException ex) {
			// a malformed header, which WebFlux ignores as well
			return List.of();
		}
	}

}
