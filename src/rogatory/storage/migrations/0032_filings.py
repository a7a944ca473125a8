from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0031_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='filings',
            field=models.JSONField(default=list),
        ),
    ]
