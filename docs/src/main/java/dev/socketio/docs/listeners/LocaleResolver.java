package dev.socketio.docs.listeners;

import java.util.List;
import java.util.Locale;

import dev.socketio.listener.ListenerInvocation;
import dev.socketio.listener.SocketArgumentResolver;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

// tag::resolver[]
@Component
class LocaleResolver implements SocketArgumentResolver {

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return parameter.getParameterType() == Locale.class;
	}

	@Override
	public Locale resolveArgument(MethodParameter parameter, ListenerInvocation invocation) {
		HttpHeaders headers = new HttpHeaders();
		headers.addAll("Accept-Language",
				invocation.socket().handshake().headers().getOrDefault("accept-language", List.of()));
		List<Locale> locales = headers.getAcceptLanguageAsLocales();
		return locales.isEmpty() ? Locale.ENGLISH : locales.get(0);
	}

}
// end::resolver[]
