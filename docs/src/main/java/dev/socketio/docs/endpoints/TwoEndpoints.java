package dev.socketio.docs.endpoints;

import dev.socketio.web.webflux.SocketIOHandlerMapping;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;

// tag::configuration[]
@Configuration(proxyBeanMethods = false)
class TwoEndpoints {

	@Bean
	SocketIOHandlerMapping deviceEndpoint(DeviceServer devices) {
		return new SocketIOHandlerMapping("/devices/", devices.handler(), new CorsConfiguration()); // <1>
	}

}
// end::configuration[]
