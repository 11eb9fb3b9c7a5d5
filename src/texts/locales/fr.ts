import { draft, type Locale } from '../locale.ts'

export const fr: Locale = {
  stories: {
    request_path: {
      title: draft('L’adresse de cette requête est ambiguë'),
      detail: draft(
        'Le chemin peut être lu de plusieurs façons ou est trop long ; la requête n’a donc pas été transmise.',
      ),
    },
    request_host: {
      title: draft('Hôte inconnu'),
      detail: draft('L’hôte indiqué dans cette requête n’est pas pris en charge ici.'),
    },
    request_method: {
      title: draft('Méthode non prise en charge'),
      detail: draft('La méthode de cette requête n’est pas transmise.'),
    },
    request_body: {
      title: draft('Contenu inattendu'),
      detail: draft('Une requête utilisant cette méthode n’a pas de contenu, or celle-ci en avait un.'),
    },
    request_ambiguous: {
      title: draft('Contenu ambigu'),
      detail: draft(
        'Le contenu de cette requête peut être lu de plusieurs façons ; elle n’a donc pas été transmise.',
      ),
    },
    too_many_requests: {
      title: draft('Trop de requêtes'),
      detail: draft('Cette demande a été faite trop souvent en peu de temps.'),
    },
    service_fault: {
      title: draft('Service indisponible'),
      detail: draft(
        'Le problème vient de chez nous, pas de vous. Les requêtes ne peuvent pas être vérifiées pour le moment.',
      ),
    },
    origin_unreachable: {
      title: draft('Service indisponible'),
      detail: draft('Le problème vient de chez nous, pas de vous. Le service n’a pas pu être joint.'),
    },
    origin_invalid: {
      title: draft('Réponse incorrecte'),
      detail: draft(
        'Le problème vient de chez nous, pas de vous. Le service a donné une réponse qui ne peut pas être transmise.',
      ),
    },
    origin_slow: {
      title: draft('Pas de réponse à temps'),
      detail: draft('Le problème vient de chez nous, pas de vous. Le service n’a pas répondu à temps.'),
    },
    place_restricted: {
      title: draft('Indisponible dans votre région'),
      detail: draft(
        'L’utilisation de ce service n’est pas autorisée depuis le lieu d’où provient votre connexion.',
      ),
    },
    place_not_allowed: {
      title: draft('Indisponible dans votre région'),
      detail: draft(
        'L’utilisation de ce service n’est autorisée que depuis certains lieux, et votre connexion provient d’un autre.',
      ),
    },
    place_mobile: {
      title: draft('Indisponible via ce réseau mobile'),
      detail: draft(
        'Vos données mobiles nous parviennent d’un lieu depuis lequel l’utilisation de ce service n’est pas autorisée. Avec une carte SIM d’un opérateur de ce lieu, il en est ainsi où que vous soyez.',
      ),
    },
    place_unknown: {
      title: draft('Votre région n’a pas pu être déterminée'),
      detail: draft('Ce service dépend de la région, et celle de votre connexion n’est pas connue.'),
    },
    place_ambiguous: {
      title: draft('Votre région n’a pas pu être déterminée assez précisément'),
      detail: draft(
        'L’utilisation de ce service n’est pas autorisée depuis une partie du pays, et nous ne savons pas de quelle partie provient votre connexion.',
      ),
    },
    place_unproven: {
      title: draft('Votre localisation n’a pas pu être confirmée avec assez de certitude'),
      detail: draft(
        'Cette partie du service exige de savoir avec plus de certitude d’où provient une connexion.',
      ),
    },
    place_impossible: {
      title: draft('Votre région n’a pas pu être confirmée'),
      detail: draft('Les informations connues sur votre connexion ne concordent pas entre elles.'),
    },
    place_not_served: {
      title: draft('Service non proposé dans votre région'),
      detail: draft(
        'Ce service conserve séparément les données de chaque région et n’a pas d’implantation pour la vôtre.',
      ),
    },
    hosting_person: {
      title: draft('Votre connexion provient d’un réseau d’hébergement'),
      detail: draft(
        'L’adresse appartient à un centre de données ou à un cloud. Pour une personne, cela signifie en général un VPN ou une passerelle sur le lieu de travail.',
      ),
    },
    hosting_program: {
      title: draft('Cette connexion provient d’un réseau d’hébergement'),
      detail: draft(
        'L’adresse appartient à un centre de données ou à un cloud, et rien n’indique à qui est ce serveur.',
      ),
    },
    vpn: {
      title: draft('Votre connexion passe par un VPN'),
      detail: draft('L’adresse appartient à un service VPN ; il est donc impossible de savoir où vous êtes.'),
    },
    proxy: {
      title: draft('Votre connexion passe par un proxy'),
      detail: draft(
        'L’adresse appartient à un service de proxy ; il est donc impossible de savoir où vous êtes.',
      ),
    },
    tor: {
      title: draft('Votre connexion passe par Tor'),
      detail: draft('Il est impossible de savoir d’où part une connexion Tor.'),
    },
    privacy_relay: {
      title: draft('Votre connexion passe par un relais privé'),
      detail: draft('Cette partie du service n’est pas disponible par l’intermédiaire d’un relais privé.'),
    },
    edge_worker: {
      title: draft('Cette connexion passe par un programme tiers en périphérie du réseau'),
      detail: draft(
        'La requête a été relayée par un programme sur un réseau de diffusion de contenu ; il est donc impossible de savoir qui l’a envoyée.',
      ),
    },
    network_unknown: {
      title: draft('Votre connexion n’a pas pu être identifiée'),
      detail: draft('Nous en savons trop peu sur le réseau par lequel passe votre connexion.'),
    },
    policy_denied: {
      title: draft('Non autorisé'),
      detail: draft('Les règles de ce service n’autorisent pas cette requête.'),
    },
    key_shared: {
      title: draft('Cette clé API semble être partagée'),
      detail: draft(
        'La clé est utilisée par plus de personnes, ou depuis plus de lieux, qu’on ne l’attendrait d’un seul titulaire.',
      ),
    },
    key_travel: {
      title: draft('Cette clé API est utilisée dans des lieux trop éloignés les uns des autres'),
      detail: draft(
        'La clé a été utilisée dans des lieux entre lesquels personne n’aurait pu se déplacer dans ce délai.',
      ),
    },
    key_cluster: {
      title: draft('Cette clé API est utilisée avec beaucoup d’autres'),
      detail: draft('La clé est utilisée depuis le même lieu que de nombreuses clés d’autres comptes.'),
    },
    key_surge: {
      title: draft('L’utilisation de cette clé API a brusquement augmenté'),
      detail: draft('La clé est utilisée d’une façon qui ne correspond pas à son usage antérieur.'),
    },
    key_exposed: {
      title: draft('Cette clé API est connue d’autres personnes'),
      detail: draft(
        'La clé a été trouvée à un endroit où d’autres peuvent la lire ; elle n’est donc plus acceptée.',
      ),
    },
    account_card: {
      title: draft('La carte de paiement ne correspond pas à votre région'),
      detail: draft(
        'La carte de ce compte a été émise dans un autre pays que celui d’où provient votre connexion.',
      ),
    },
    account_phone: {
      title: draft('Le numéro de téléphone ne correspond pas à votre région'),
      detail: draft('Le numéro de téléphone de ce compte vient d’un autre pays que votre connexion.'),
    },
    account_ownership: {
      title: draft('Ce compte n’est pas autorisé à utiliser ce service'),
      detail: draft('Ce que l’on sait des propriétaires de ce compte ne le permet pas.'),
    },
    account_conflict: {
      title: draft('Le compte ne correspond pas à votre région'),
      detail: draft(
        'Ce que l’on sait de ce compte ne concorde pas avec le lieu d’où provient votre connexion.',
      ),
    },
    session_required: {
      title: draft('Session requise'),
      detail: draft('Un jeton de session est nécessaire, et la requête n’en contient pas.'),
    },
    session_expired: {
      title: draft('Session expirée'),
      detail: draft('Le jeton de session a dépassé sa durée de validité.'),
    },
    session_ended: {
      title: draft('Session fermée'),
      detail: draft('La session a été fermée, ici ou par le service.'),
    },
    session_invalid: {
      title: draft('Session non valide'),
      detail: draft('Le jeton de session ne provient pas de ce service.'),
    },
    session_proof: {
      title: draft('Preuve de possession requise'),
      detail: draft(
        'Le jeton de session est lié à une clé ou à un certificat, et cette requête ne prouve pas que son expéditeur le détient.',
      ),
    },
    session_unbound: {
      title: draft('Session liée à une clé requise'),
      detail: draft(
        'Un jeton de session lié à une clé ou à un certificat du client est nécessaire, et celui qui a été envoyé ne l’est pas.',
      ),
    },
    session_other_country: {
      title: draft('Session d’un autre pays'),
      detail: draft('Le jeton de session a été délivré à une connexion provenant d’un autre pays.'),
    },
    session_other_network: {
      title: draft('Session d’un autre réseau'),
      detail: draft('Le jeton de session a été délivré à une connexion passant par un autre type de réseau.'),
    },
    session_other_client: {
      title: draft('Session d’un autre client'),
      detail: draft('Le jeton de session est lié à un autre client.'),
    },
    session_cross_site: {
      title: draft('Cette requête ne provient pas de ce site'),
      detail: draft(
        'Seule une page de ce service peut faire cela, et la requête n’indique pas qu’elle provient de l’une d’elles.',
      ),
    },
  },
  steps: {
    contact: draft(
      'Si vous pensez qu’il s’agit d’une erreur, contactez l’assistance et indiquez la référence.',
    ),
    vpn_off: draft('Désactivez tout VPN ou proxy et réessayez.'),
    work_network: draft(
      'Au travail ou à l’école, nous voyons peut-être la passerelle de ce réseau : essayez un autre réseau ou adressez-vous à votre service informatique.',
    ),
    identify_server: draft(
      'Si l’un de vos serveurs appelle ce service, joignez la clé API de ce serveur à la requête ou demandez à l’assistance d’en identifier le réseau.',
    ),
    without_tor: draft('Ouvrez ce service sans Tor et réessayez.'),
    relay_off: draft('Désactivez le relais privé pour ce site et réessayez.'),
    connect_directly: draft('Connectez-vous directement et réessayez.'),
    other_network: draft('Réessayez depuis un autre réseau.'),
    use_wifi: draft('Utilisez un réseau Wi-Fi local au lieu des données mobiles et réessayez.'),
    home_connection: draft('Réessayez depuis une connexion domestique ou mobile.'),
    tell_city: draft(
      'Si le problème persiste, indiquez à l’assistance la référence, votre ville et votre fournisseur d’accès à Internet.',
    ),
    try_later: draft('Réessayez plus tard.'),
    wait_a_minute: draft('Attendez une minute et réessayez.'),
    new_session: draft('Demandez une nouvelle session et réessayez.'),
    fresh_proof: draft(
      'Envoyez une nouvelle preuve dans Cordon-DPoP, avec le nonce de Cordon-DPoP-Nonce s’il y en a un.',
    ),
    bound_session: draft(
      'Demandez une session avec une preuve dans Cordon-DPoP, puis envoyez une nouvelle preuve avec chaque requête.',
    ),
    open_service: draft(
      'Ouvrez directement le service et réessayez. Les programmes présentent leur jeton dans Cordon-Session.',
    ),
    replace_key: draft('Créez une nouvelle clé, supprimez l’ancienne et gardez la nouvelle pour vous.'),
    own_key: draft('Utilisez votre propre clé et ne la donnez à personne.'),
    check_account: draft('Vérifiez la carte, le numéro de téléphone et l’adresse de votre compte.'),
    plain_path: draft(
      'Envoyez le chemin sans doubles barres obliques, segments « . » ou « .. », barres obliques inverses, points-virgules ni échappements inutiles.',
    ),
    documented_host: draft('Utilisez le nom d’hôte indiqué dans la documentation.'),
    documented_method: draft('Utilisez l’une des méthodes documentées.'),
    without_content: draft('Envoyez la requête sans contenu ou avec une autre méthode.'),
    members_once: draft('Envoyez chaque champ une seule fois, en UTF-8.'),
  },
  labels: {
    reference: draft('Référence'),
    support: draft('Contacter l’assistance'),
    unreviewed: draft(
      'Cette traduction n’a pas encore été relue par une personne. Le texte anglais fait foi.',
    ),
    next_steps: draft('Ce que vous pouvez faire'),
    what_we_saw: draft('Ce que nous avons vu'),
    reason: draft('Motif'),
    legal_basis: draft('Base juridique'),
    appeal: draft('Signaler que c’est une erreur'),
    place: draft('Lieu'),
    network: draft('Type de réseau'),
    operator: draft('Opérateur du réseau'),
    address: draft('Adresse'),
    tls: draft('Chiffrement'),
    latency: draft('Latence'),
    time_zone: draft('Fuseau horaire'),
    session: draft('Session'),
    unknown: draft('inconnu'),
    none: draft('aucune'),
    whoami_title: draft('Ce que ce service voit de votre connexion'),
    whoami_intro: draft(
      'Voici ce que votre connexion révèle d’elle-même, et ce qui serait décidé à son sujet maintenant.',
    ),
    verdict_for: draft('Décision pour'),
    verdict_allow: draft('autorisé'),
    verdict_limit: draft('autorisé, avec des limites'),
    verdict_challenge: draft('preuve supplémentaire requise'),
    verdict_deny: draft('refusé'),
    not_enforced: draft('Ce refus n’est pas appliqué en ce moment : la requête passerait.'),
    content_decides: draft(
      'Le contenu de la requête compte aussi dans la décision, et il n’a pas été examiné ici.',
    ),
    valid_until: draft('fin de validité :'),
    appeal_title: draft('Signaler que ce refus est une erreur'),
    appeal_intro: draft('Une personne examinera votre message. Rien ne change automatiquement.'),
    appeal_message: draft('Que s’est-il passé ? Où êtes-vous, et comment vous connectez-vous ?'),
    appeal_contact: draft('Comment pouvons-nous vous joindre ? (facultatif)'),
    appeal_privacy: draft('Votre message est conservé 30 jours au maximum.'),
    appeal_send: draft('Envoyer'),
    appeal_received_title: draft('Merci'),
    appeal_received: draft(
      'Votre message est arrivé. Conservez la référence si vous contactez l’assistance.',
    ),
    appeal_not_taken_title: draft('Le message n’a pas été accepté'),
    appeal_not_taken: draft(
      'La référence est absente ou incorrecte, ou il y a trop de messages en ce moment. Contactez l’assistance.',
    ),
  },
  classes: {
    residential: draft('domicile'),
    mobile: draft('mobile'),
    satellite: draft('satellite'),
    business: draft('entreprise'),
    education: draft('école ou université'),
    hosting: draft('centre de données ou cloud'),
    vpn: draft('VPN'),
    proxy: draft('proxy'),
    tor: draft('Tor'),
    privacy_relay: draft('relais privé'),
    corporate_gateway: draft('passerelle d’entreprise'),
    edge_worker: draft('programme en périphérie du réseau'),
    crawler: draft('robot d’exploration'),
    operator_allowed: draft('autorisé par ce service'),
    unknown: draft('inconnu'),
  },
}
