package dev.socketio.docs.listeners;

import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.SocketArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

// tag::resolver[]
@Component
class AppVersionResolver implements SocketArgumentResolver {

	@Override
	public @Nullable ListenerArgument resolve(ListenerParameter parameter) { // <1>
		if (parameter.type() != AppVersion.class) {
			return null;
		}
		return (invocation) -> { // <2>
			String version = invocation.socket().handshake().query().getOrDefault("version", "unknown");
			return parameter.argument(new AppVersion(version)); // <3>
		};
	}

}
// end::resolver[]
