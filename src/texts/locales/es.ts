import { draft, type Locale } from '../locale.ts'

export const es: Locale = {
  stories: {
    request_path: {
      title: draft('La dirección de esta solicitud es ambigua'),
      detail: draft(
        'La ruta puede leerse de más de una manera o es demasiado larga, así que la solicitud no se ha reenviado.',
      ),
    },
    request_host: {
      title: draft('Host desconocido'),
      detail: draft('El host que indica esta solicitud no se atiende aquí.'),
    },
    request_method: {
      title: draft('Método no admitido'),
      detail: draft('El método de esta solicitud no se reenvía.'),
    },
    request_body: {
      title: draft('Contenido inesperado'),
      detail: draft('Una solicitud con este método no lleva contenido, y esta lo llevaba.'),
    },
    request_ambiguous: {
      title: draft('Contenido ambiguo'),
      detail: draft(
        'El contenido de esta solicitud puede leerse de más de una manera, así que la solicitud no se ha reenviado.',
      ),
    },
    too_many_requests: {
      title: draft('Demasiadas solicitudes'),
      detail: draft('Esto se ha pedido demasiadas veces en poco tiempo.'),
    },
    service_fault: {
      title: draft('Servicio no disponible'),
      detail: draft('El fallo es nuestro, no suyo. En este momento no se pueden comprobar las solicitudes.'),
    },
    origin_unreachable: {
      title: draft('Servicio no disponible'),
      detail: draft('El fallo es nuestro, no suyo. No se ha podido contactar con el servicio.'),
    },
    origin_invalid: {
      title: draft('Respuesta incorrecta'),
      detail: draft(
        'El fallo es nuestro, no suyo. El servicio ha dado una respuesta que no se puede transmitir.',
      ),
    },
    origin_slow: {
      title: draft('Sin respuesta a tiempo'),
      detail: draft('El fallo es nuestro, no suyo. El servicio no ha respondido a tiempo.'),
    },
    place_restricted: {
      title: draft('No disponible en su región'),
      detail: draft('No está permitido usar este servicio desde el lugar del que procede su conexión.'),
    },
    place_not_allowed: {
      title: draft('No disponible en su región'),
      detail: draft(
        'Solo está permitido usar este servicio desde ciertos lugares, y su conexión procede de otro.',
      ),
    },
    place_mobile: {
      title: draft('No disponible a través de esta red móvil'),
      detail: draft(
        'Sus datos móviles nos llegan de un lugar desde el que no está permitido usar este servicio. Con una tarjeta SIM de un operador de ese lugar, ocurre así esté usted donde esté.',
      ),
    },
    place_unknown: {
      title: draft('No se ha podido determinar su región'),
      detail: draft('Este servicio depende de la región, y la de su conexión no se conoce.'),
    },
    place_ambiguous: {
      title: draft('No se ha podido determinar su región con suficiente precisión'),
      detail: draft(
        'No está permitido usar este servicio desde una parte del país, y no se sabe de qué parte procede su conexión.',
      ),
    },
    place_unproven: {
      title: draft('No se ha podido confirmar su ubicación con suficiente seguridad'),
      detail: draft(
        'Esta parte del servicio necesita saber con más seguridad de dónde procede una conexión.',
      ),
    },
    place_impossible: {
      title: draft('No se ha podido confirmar su región'),
      detail: draft('Los datos que se conocen de su conexión no concuerdan entre sí.'),
    },
    place_not_served: {
      title: draft('Servicio no ofrecido en su región'),
      detail: draft(
        'Este servicio mantiene separados los datos de cada región y no dispone de un emplazamiento para la suya.',
      ),
    },
    hosting_person: {
      title: draft('Su conexión procede de una red de alojamiento de servidores'),
      detail: draft(
        'La dirección pertenece a un centro de datos o a una nube. En el caso de una persona, suele tratarse de una VPN o de la puerta de enlace del trabajo.',
      ),
    },
    hosting_program: {
      title: draft('Esta conexión procede de una red de alojamiento de servidores'),
      detail: draft(
        'La dirección pertenece a un centro de datos o a una nube, y nada indica de quién es este servidor.',
      ),
    },
    vpn: {
      title: draft('Su conexión pasa por una VPN'),
      detail: draft(
        'La dirección pertenece a un servicio de VPN, así que no se puede saber dónde está usted.',
      ),
    },
    proxy: {
      title: draft('Su conexión pasa por un proxy'),
      detail: draft(
        'La dirección pertenece a un servicio de proxy, así que no se puede saber dónde está usted.',
      ),
    },
    tor: {
      title: draft('Su conexión pasa por Tor'),
      detail: draft('No se puede saber dónde empieza una conexión de Tor.'),
    },
    privacy_relay: {
      title: draft('Su conexión pasa por un relay privado'),
      detail: draft('Esta parte del servicio no está disponible a través de un relay privado.'),
    },
    edge_worker: {
      title: draft('Esta conexión pasa por un programa ajeno en el borde de la red'),
      detail: draft(
        'La solicitud llegó a través de un programa en una red de distribución de contenidos, así que no se puede saber quién la envió.',
      ),
    },
    network_unknown: {
      title: draft('No se ha podido identificar su conexión'),
      detail: draft('Se sabe demasiado poco de la red por la que pasa su conexión.'),
    },
    policy_denied: {
      title: draft('No permitido'),
      detail: draft('Las reglas de este servicio no permiten esta solicitud.'),
    },
    key_shared: {
      title: draft('Parece que esta clave de API se comparte'),
      detail: draft(
        'Usan la clave más personas, o se usa desde más lugares, de lo que cabría esperar de un solo titular.',
      ),
    },
    key_travel: {
      title: draft('Esta clave de API se usa en lugares demasiado alejados entre sí'),
      detail: draft(
        'La clave se ha usado en lugares entre los que nadie habría podido viajar en ese tiempo.',
      ),
    },
    key_cluster: {
      title: draft('Esta clave de API se usa junto con muchas otras'),
      detail: draft('La clave se usa desde el mismo lugar que muchas claves de otras cuentas.'),
    },
    key_surge: {
      title: draft('El uso de esta clave de API ha aumentado de repente'),
      detail: draft('La clave se usa de una forma que no encaja con su uso anterior.'),
    },
    key_exposed: {
      title: draft('Esta clave de API ha quedado expuesta a otras personas'),
      detail: draft('La clave se ha encontrado donde otros pueden leerla, así que ya no se acepta.'),
    },
    account_card: {
      title: draft('La tarjeta de pago no coincide con su región'),
      detail: draft(
        'La tarjeta de esta cuenta se emitió en un país distinto de aquel del que procede su conexión.',
      ),
    },
    account_phone: {
      title: draft('El número de teléfono no coincide con su región'),
      detail: draft('El número de teléfono de esta cuenta es de un país distinto del de su conexión.'),
    },
    account_ownership: {
      title: draft('Esta cuenta no puede utilizar este servicio'),
      detail: draft('Lo que se sabe de los propietarios de esta cuenta no lo permite.'),
    },
    account_conflict: {
      title: draft('La cuenta no coincide con su región'),
      detail: draft('Lo que se sabe de esta cuenta no concuerda con el lugar del que procede su conexión.'),
    },
    session_required: {
      title: draft('Se requiere una sesión'),
      detail: draft('Esto requiere un token de sesión, y la solicitud no lleva ninguno.'),
    },
    session_expired: {
      title: draft('Sesión caducada'),
      detail: draft('El token de sesión ha superado su plazo de validez.'),
    },
    session_ended: {
      title: draft('Sesión cerrada'),
      detail: draft('La sesión se ha cerrado, aquí o por parte del servicio.'),
    },
    session_invalid: {
      title: draft('Sesión no válida'),
      detail: draft('El token de sesión no es de este servicio.'),
    },
    session_proof: {
      title: draft('Se requiere una prueba de posesión'),
      detail: draft(
        'El token de sesión está vinculado a una clave o a un certificado, y esta solicitud no prueba que el remitente lo posea.',
      ),
    },
    session_unbound: {
      title: draft('Se requiere una sesión vinculada a una clave'),
      detail: draft(
        'Esto requiere un token de sesión vinculado a una clave o a un certificado del cliente, y el que se ha enviado no lo está.',
      ),
    },
    session_other_country: {
      title: draft('Sesión de otro país'),
      detail: draft('El token de sesión se emitió para una conexión de otro país.'),
    },
    session_other_network: {
      title: draft('Sesión de otra red'),
      detail: draft('El token de sesión se emitió para una conexión a través de otro tipo de red.'),
    },
    session_other_client: {
      title: draft('Sesión de otro cliente'),
      detail: draft('El token de sesión está vinculado a otro cliente.'),
    },
    session_cross_site: {
      title: draft('La solicitud no procede de este sitio'),
      detail: draft(
        'Esto solo puede hacerlo una página de este servicio, y la solicitud no indica que proceda de una.',
      ),
    },
  },
  steps: {
    contact: draft(
      'Si cree que se trata de un error, póngase en contacto con soporte e indique el código de referencia.',
    ),
    vpn_off: draft('Desactive cualquier VPN o proxy e inténtelo de nuevo.'),
    work_network: draft(
      'En el trabajo o en un centro educativo, quizá lo que vemos sea la puerta de enlace de esa red: pruebe con otra red o pregunte al departamento de informática.',
    ),
    identify_server: draft(
      'Si un servidor suyo llama a este servicio, envíe con la solicitud la clave de API del servidor o pida a soporte que se identifique su red.',
    ),
    without_tor: draft('Abra este servicio sin Tor e inténtelo de nuevo.'),
    relay_off: draft('Desactive el relay privado para este sitio e inténtelo de nuevo.'),
    connect_directly: draft('Conéctese directamente e inténtelo de nuevo.'),
    other_network: draft('Inténtelo de nuevo desde otra red.'),
    use_wifi: draft('Use una red wifi local en lugar de los datos móviles e inténtelo de nuevo.'),
    home_connection: draft('Inténtelo de nuevo desde una conexión doméstica o móvil.'),
    tell_city: draft(
      'Si sigue igual, indique a soporte el código de referencia, su ciudad y su proveedor de Internet.',
    ),
    try_later: draft('Inténtelo de nuevo más tarde.'),
    wait_a_minute: draft('Espere un minuto e inténtelo de nuevo.'),
    new_session: draft('Solicite una sesión nueva e inténtelo de nuevo.'),
    fresh_proof: draft('Envíe una prueba nueva en Cordon-DPoP, con el nonce de Cordon-DPoP-Nonce si lo hay.'),
    bound_session: draft(
      'Solicite una sesión con una prueba en Cordon-DPoP y envíe una prueba nueva con cada solicitud.',
    ),
    open_service: draft(
      'Abra directamente el servicio e inténtelo de nuevo. Los programas presentan su token en Cordon-Session.',
    ),
    replace_key: draft('Cree una clave nueva, elimine la anterior y no comparta la nueva con nadie.'),
    own_key: draft('Use una clave propia y no se la dé a nadie.'),
    check_account: draft('Compruebe la tarjeta, el número de teléfono y la dirección de su cuenta.'),
    plain_path: draft(
      'Envíe la ruta sin barras dobles, segmentos «.» o «..», barras invertidas, signos de punto y coma ni secuencias de escape innecesarias.',
    ),
    documented_host: draft('Use el nombre de host que figura en la documentación.'),
    documented_method: draft('Use uno de los métodos documentados.'),
    without_content: draft('Envíe la solicitud sin contenido o con otro método.'),
    members_once: draft('Envíe cada campo una sola vez, en UTF-8.'),
  },
  labels: {
    reference: draft('Código de referencia'),
    support: draft('Contactar con soporte'),
    unreviewed: draft('Ninguna persona ha revisado todavía esta traducción. Prevalece el texto en inglés.'),
    next_steps: draft('Qué puede hacer'),
    what_we_saw: draft('Lo que hemos visto'),
    reason: draft('Motivo'),
    legal_basis: draft('Base jurídica'),
    appeal: draft('Avisar de que es un error'),
    place: draft('Lugar'),
    network: draft('Tipo de red'),
    operator: draft('Operador de la red'),
    address: draft('Dirección'),
    tls: draft('Cifrado'),
    latency: draft('Latencia'),
    time_zone: draft('Zona horaria'),
    session: draft('Sesión'),
    unknown: draft('se desconoce'),
    none: draft('ninguna'),
    whoami_title: draft('Lo que este servicio ve de su conexión'),
    whoami_intro: draft(
      'Esto es lo que su conexión revela de sí misma y lo que se decidiría ahora sobre ella.',
    ),
    verdict_for: draft('Decisión para'),
    verdict_allow: draft('permitido'),
    verdict_limit: draft('permitido, con límites'),
    verdict_challenge: draft('se necesitan más pruebas'),
    verdict_deny: draft('rechazado'),
    not_enforced: draft('Esto no se aplica en este momento: la solicitud pasaría.'),
    content_decides: draft(
      'El contenido de la solicitud también influye en la decisión, y aquí no se ha examinado.',
    ),
    valid_until: draft('vigente hasta'),
    appeal_title: draft('Avisar de que este rechazo es un error'),
    appeal_intro: draft('Lo revisará una persona. Nada cambia por sí solo.'),
    appeal_message: draft('¿Qué ha pasado? ¿Dónde está y cómo se conecta?'),
    appeal_contact: draft('¿Cómo podemos contactar con usted? (opcional)'),
    appeal_privacy: draft('Su mensaje se guarda 30 días como máximo.'),
    appeal_send: draft('Enviar'),
    appeal_received_title: draft('Gracias'),
    appeal_received: draft(
      'Su mensaje ha llegado. Guarde el código de referencia por si se pone en contacto con soporte.',
    ),
    appeal_not_taken_title: draft('El mensaje no se ha aceptado'),
    appeal_not_taken: draft(
      'Falta el código de referencia o es incorrecto, o hay demasiados mensajes en este momento. Póngase en contacto con soporte.',
    ),
  },
  classes: {
    residential: draft('hogar'),
    mobile: draft('móvil'),
    satellite: draft('satélite'),
    business: draft('empresa'),
    education: draft('escuela o universidad'),
    hosting: draft('centro de datos o nube'),
    vpn: draft('VPN'),
    proxy: draft('proxy'),
    tor: draft('Tor'),
    privacy_relay: draft('relay privado'),
    corporate_gateway: draft('puerta de enlace de empresa'),
    edge_worker: draft('programa en el borde de la red'),
    crawler: draft('rastreador web'),
    operator_allowed: draft('permitida por este servicio'),
    unknown: draft('se desconoce'),
  },
}
