package dev.socketio.autoconfigure;

import dev.socketio.server.SocketIOServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Runs the customizers when all beans are there, so that they may use what depends on the
 * server. The web server starts afterwards, so no client gets in before their middlewares
 * are in place.
 */
class SocketIOServerCustomization implements SmartInitializingSingleton {

	private final SocketIOServer server;

	private final ObjectProvider<SocketIOServerCustomizer> customizers;

	SocketIOServerCustomization(SocketIOServer server, ObjectProvider<SocketIOServerCustomizer> customizers) {
		this.server = server;
		this.customizers = customizers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(this.server));
	}

}
