\set n random(1, 9000000000000000000)
INSERT INTO supporters_supporter (campaign_id, email, email_canonical, slot, name, title,
    name_shown, postcode, state, language, tier, status, wants_milestones, joined_at, counted,
    network_hash, mailed_at, mails, refuses_mail)
VALUES (:campaign, 'p' || :n || '@example.org', 'p' || :n || '@example.org', 0, 'Ana Ruiz', '',
    'private', '', '', 'en', 'ally', 'pending', false, redress_now(), false,
    md5(:n::text), redress_now(), 1, false)
ON CONFLICT (campaign_id, email_canonical, slot) DO NOTHING RETURNING id;
